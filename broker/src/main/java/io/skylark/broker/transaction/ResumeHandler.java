package io.skylark.broker.transaction;

import io.skylark.broker.intake.SendOutcome;
import io.skylark.broker.table.LogAnswers;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.MessageStore;
import io.skylark.message.MessageDraft;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.StoredMessage;
import io.skylark.message.TopicNames;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ResumeCheck;
import io.skylark.protocol.header.Empty;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins to ask about a transaction from the beginning: one that is open, or, as a transaction of its own, one that was
/// given up. On virtual threads.
final class ResumeHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ResumeHandler.class);

    private final TransactionTable table;
    private final TableLog tableLog;
    private final MessageStore messages;
    private final TopicTable topics;
    private final HalfParking parking;
    private final Supplier<ReplicatedLog> log;

    ResumeHandler(
            TransactionTable table,
            TableLog tableLog,
            MessageStore messages,
            TopicTable topics,
            HalfParking parking,
            Supplier<ReplicatedLog> log) {
        this.table = table;
        this.tableLog = tableLog;
        this.messages = messages;
        this.topics = topics;
        this.parking = parking;
        this.log = log;
    }

    void resume(Exchange exchange) {
        String id = ResumeCheck.API.decodeRequest(exchange.request()).msgId();
        long position = position(id);
        Half half = table.find(position);
        if (half != null) {
            tableLog.change(TransactionTable.STATE, TransactionTable.unchecked(half));
            LOG.info("the checks of the transaction at {} of group {} begin again", position, half.group());
            exchange.reply(ResumeCheck.API.success(Empty.EMPTY));
            return;
        }
        StoredMessage givenUp = messages.message(position)
                .map(found -> StoredMessage.decode(found.copy()))
                .filter(message -> message.topic().equals(TopicNames.TRANSACTION_CHECK_MAX))
                .orElseThrow(() -> new RequestFailure(
                        ResponseCode.SYSTEM_ERROR, "no transaction is open or was given up under the id " + id));
        open(exchange, new HalfMessage(givenUp));
    }

    private static long position(String id) {
        try {
            return OffsetMessageId.decode(id).position();
        } catch (IllegalArgumentException noId) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "not an offset message id: " + id);
        }
    }

    private void open(Exchange exchange, HalfMessage givenUp) {
        Map<String, String> properties = givenUp.resumedProperties();
        MessageDraft draft = givenUp.resumed(properties);
        String topic = givenUp.realTopic();
        if (topics.find(topic) == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST, "topic[" + topic + "] of the transaction does not exist any more");
        }
        Proposal half = parking.park(draft, properties, new Answer(exchange));
        if (half == null) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "the message is not half of a transaction");
        }
        log.get().propose(half);
    }

    private record Answer(Exchange exchange) implements SendOutcome {
        @Override
        public void stored(long position, long queueOffset, @Nullable String recallHandle) {
            LOG.info("a transaction that was given up is open again, now at {}", position);
            exchange.reply(ResumeCheck.API.success(Empty.EMPTY));
        }

        @Override
        public void refused(LogRefusal why) {
            exchange.fail(LogAnswers.code(why), LogAnswers.remark(why));
        }
    }
}
