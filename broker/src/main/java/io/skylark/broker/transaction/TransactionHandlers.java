package io.skylark.broker.transaction;

import io.skylark.broker.table.TopicTable;
import io.skylark.message.MessageDraft;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.EndTransaction;
import io.skylark.protocol.header.Empty;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Producers say how their transactions end. On virtual threads, because half messages are read for it.
final class TransactionHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionHandlers.class);
    private static final String NOT_FOUND = "Find prepared transaction message failed";

    private final TransactionTable table;
    private final TopicTable topics;
    private final Decisions decisions;
    private final InstantSource clock;

    TransactionHandlers(TransactionTable table, TopicTable topics, Decisions decisions, InstantSource clock) {
        this.table = table;
        this.topics = topics;
        this.decisions = decisions;
        this.clock = clock;
    }

    void end(Exchange exchange) {
        EndTransaction.Request request = EndTransaction.API.decodeRequest(exchange.request());
        Optional<Ending> wanted = Ending.of(request);
        if (wanted.isEmpty()) { // its producer does not know: it will be asked (again)
            exchange.reply(EndTransaction.API.success(Empty.EMPTY));
            return;
        }
        Ending ending = wanted.get();
        Half half = table.find(request.commitLogOffset());
        if (half == null) {
            answerEnded(exchange, request, ending);
            return;
        }
        check(request, half);
        if (!half.claim(ending)) {
            answerClaimed(request, half, ending);
        }
        if (table.find(half.position()) == null) { // ended between the look and the claim
            answerEnded(exchange, request, ending);
            return;
        }
        claimed(half, ending).whenComplete((done, failure) -> {
            if (failure == null) {
                exchange.reply(EndTransaction.API.success(Empty.EMPTY));
            } else {
                fail(exchange, request, failure);
            }
        });
    }

    private void check(EndTransaction.Request request, Half half) {
        boolean asked = Boolean.TRUE.equals(request.fromTransactionCheck());
        if (!asked && half.immunityMillis() > 0 && clock.millis() - half.time() > half.immunityMillis()) {
            // RocketMQ: the check decides from here on
            throw new RequestFailure(
                    ResponseCode.ILLEGAL_OPERATION,
                    "Reject commit or rollback: the immunity time of the transaction is over, its check decides");
        }
        if (!half.group().equals(request.producerGroup())) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "The producer group wrong");
        }
        if (half.ordinal() != request.tranStateTableOffset()) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "The transaction state table offset wrong");
        }
    }

    private CompletableFuture<Void> claimed(Half half, Ending ending) {
        try {
            return ending == Ending.COMMITTED ? commit(half) : decisions.rollBack(half);
        } catch (RuntimeException failure) {
            half.release();
            throw failure;
        }
    }

    private CompletableFuture<Void> commit(Half half) {
        HalfMessage message = decisions.read(half)
                .orElseThrow(() -> new RequestFailure(ResponseCode.SYSTEM_ERROR, NOT_FOUND));
        String topic = message.message().topic();
        if (topics.find(topic) == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST, "topic[" + topic + "] of the transaction does not exist any more");
        }
        MessageDraft committed = message.committed(half);
        return decisions.commit(half, committed);
    }

    /// Somebody else ends it right now.
    private static void answerClaimed(EndTransaction.Request request, Half half, Ending wanted) {
        Ending claimed = half.claimed();
        if (claimed != null && claimed != wanted) {
            throw contradiction(request, wanted, claimed);
        }
        throw new RequestFailure(
                ResponseCode.SYSTEM_BUSY, "[OVERLOAD]system busy, the same decision is being stored already");
    }

    private void answerEnded(Exchange exchange, EndTransaction.Request request, Ending wanted) {
        Ending ending = table.ending(request.commitLogOffset());
        if (ending == wanted) { // said twice
            exchange.reply(EndTransaction.API.success(Empty.EMPTY));
        } else if (ending != null) {
            throw contradiction(request, wanted, ending);
        } else {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, NOT_FOUND);
        }
    }

    private static RequestFailure contradiction(EndTransaction.Request request, Ending wanted, Ending ending) {
        LOG.warn("transaction {} (position {}) of group {} is {}; it was to be {} now, which is refused",
                request.transactionId(), request.commitLogOffset(), request.producerGroup(), ending, wanted);
        return new RequestFailure(
                ResponseCode.ILLEGAL_OPERATION, "the transaction is " + ending + ", and stays so; not " + wanted);
    }

    private static void fail(Exchange exchange, EndTransaction.Request request, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        LOG.warn("the decision about transaction {} of group {} was not stored; its producer will be asked",
                request.transactionId(), request.producerGroup(), cause);
        if (cause instanceof RequestFailure refused) {
            exchange.fail(refused.code(), refused.remark());
        } else {
            exchange.fail(ResponseCode.SYSTEM_ERROR, String.valueOf(cause));
        }
    }
}
