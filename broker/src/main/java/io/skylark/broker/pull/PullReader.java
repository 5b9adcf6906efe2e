package io.skylark.broker.pull;

import io.skylark.broker.registry.OffsetResets;
import io.skylark.broker.table.OffsetTable;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.MessageFilter;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.ReadStatus;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PullMessage;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads for pulls and answers them, or holds them while there is nothing to read.
final class PullReader {
    private static final Logger LOG = LoggerFactory.getLogger(PullReader.class);

    /// What one answer carries at most; a single larger message is sent all the same.
    private static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_MESSAGES = 32;

    /// Pulls that may be held at once; further ones are answered "not found" at once.
    private static final int MAX_HELD = 100_000;

    private static final long MAX_HOLD_MILLIS = 300_000;

    private final MessageStore messages;
    private final OffsetTable offsets;
    private final OffsetResets resets;
    private final BooleanSupplier longPolling;
    private final AtomicInteger held = new AtomicInteger();

    PullReader(MessageStore messages, OffsetTable offsets, OffsetResets resets, BooleanSupplier longPolling) {
        this.messages = messages;
        this.offsets = offsets;
        this.resets = resets;
        this.longPolling = longPolling;
    }

    /// Whether reading has to wait for the disk: then it belongs on a thread that may.
    boolean isCold(Pull pull) {
        PullMessage.Request request = pull.request();
        LogQueue queue = messages.findQueue(request.topic(), request.queueId());
        int looked = pull.filter() instanceof MessageFilter ? MessageStore.MAX_FILTERED_MESSAGES : maxMessages(request);
        return queue != null && queue.isCold(request.queueOffset(), looked);
    }

    private static int maxMessages(PullMessage.Request request) {
        return Math.clamp(request.maxMsgNums(), 1, MAX_MESSAGES);
    }

    /// Reads a pull for the first time.
    void read(Pull pull) {
        PullMessage.Request request = pull.request();
        long offset = request.queueOffset();
        LogQueue queue = messages.findQueue(request.topic(), request.queueId());
        ReadOutcome outcome = attempt(pull, offset);
        if (outcome == null) {
            return;
        }
        long holdMillis = Math.min(request.suspendTimeoutMillis(), MAX_HOLD_MILLIS);
        boolean hold = request.has(PullMessage.FLAG_SUSPEND) && longPolling.getAsBoolean() && holdMillis > 0
                && code(outcome.status(), offset) == ResponseCode.PULL_NOT_FOUND;
        if (!hold || held.incrementAndGet() > MAX_HELD) {
            if (hold) {
                held.decrementAndGet();
            }
            answerEmpty(pull, outcome, offset);
            return;
        }
        pull.caller().releaseBody();
        LogQueue waitedFor = queue != null ? queue : messages.queue(request.topic(), request.queueId());
        new HeldPull(this, pull, waitedFor, offset).hold(Duration.ofMillis(holdMillis));
    }

    /// Reads and answers when there are messages; otherwise says what there was.
    @Nullable ReadOutcome attempt(Pull pull, long offset) {
        MessageBatch batch = new MessageBatch();
        ReadOutcome outcome = find(pull, offset, batch);
        if (outcome.status() != ReadStatus.FOUND) {
            return outcome;
        }
        answer(pull, outcome, batch);
        return null;
    }

    private ReadOutcome find(Pull pull, long offset, MessageBatch batch) {
        PullMessage.Request request = pull.request();
        OptionalLong reset = resets.take(request.consumerGroup(), request.topic(), request.queueId());
        if (reset.isPresent()) {
            return moved(request, reset.getAsLong());
        }
        Integer maxBytes = request.maxMsgBytes();
        return messages.read(
                request.topic(),
                request.queueId(),
                offset,
                maxMessages(request),
                maxBytes == null || maxBytes <= 0 ? MAX_BYTES : Math.min(maxBytes, MAX_BYTES),
                pull.filter(),
                batch);
    }

    /// Whether the group was moved to another offset and has not heard of it.
    boolean isMoved(Pull pull) {
        PullMessage.Request request = pull.request();
        return resets.isPending(request.consumerGroup(), request.topic(), request.queueId());
    }

    /// The group was moved to another offset: its consumer goes on there.
    private ReadOutcome moved(PullMessage.Request request, long offset) {
        long min = messages.minOffset(request.topic(), request.queueId());
        long max = messages.maxOffset(request.topic(), request.queueId());
        return new ReadOutcome(ReadStatus.OFFSET_RESET, offset, min, max, 0, 0);
    }

    /// Messages are copied into the send buffer on the event loop, so what is not in memory is fetched here.
    private void answer(Pull pull, ReadOutcome outcome, MessageBatch batch) {
        notePulled(pull, outcome);
        if (!pull.caller().connection().isOnEventLoop()) {
            batch.load();
        }
        pull.caller().answer(new PullAnswer(pull, ResponseCode.SUCCESS, outcome, batch));
    }

    private void notePulled(Pull pull, ReadOutcome outcome) {
        PullMessage.Request request = pull.request();
        offsets.pulled(request.consumerGroup(), request.topic(), request.queueId(), outcome.nextOffset());
    }

    void answerEmpty(Pull pull, ReadOutcome outcome, long offset) {
        notePulled(pull, outcome);
        pull.caller().answer(new PullAnswer(pull, code(outcome.status(), offset), outcome, null));
    }

    /// A held pull met damage: its client learns it, and asks again.
    void answerFailed(Pull pull, RuntimeException failure) {
        LOG.error("a held pull of {} failed", pull.request(), failure);
        pull.caller().connection().reply(
                Command.response(ResponseCode.SYSTEM_ERROR, String.valueOf(failure.getMessage()))
                        .withOpaque(pull.caller().opaque()),
                pull.caller().type());
    }

    MessageStore messages() {
        return messages;
    }

    int held() {
        return held.get();
    }

    void released() {
        held.decrementAndGet();
    }

    static int code(ReadStatus status, long offset) {
        return switch (status) {
            case FOUND -> ResponseCode.SUCCESS;
            case NO_MATCHED_MESSAGE -> ResponseCode.PULL_RETRY_IMMEDIATELY;
            case NO_QUEUE, EMPTY_QUEUE -> offset == 0 ? ResponseCode.PULL_NOT_FOUND : ResponseCode.PULL_OFFSET_MOVED;
            case OFFSET_TOO_SMALL, OFFSET_RESET, OFFSET_OVERFLOW_BADLY -> ResponseCode.PULL_OFFSET_MOVED;
            case OFFSET_OVERFLOW_ONE -> ResponseCode.PULL_NOT_FOUND;
        };
    }
}
