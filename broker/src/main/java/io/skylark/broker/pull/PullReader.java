package io.skylark.broker.pull;

import io.skylark.log.index.LogQueue;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.ReadStatus;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PullMessage;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads for pulls and answers them, or holds them while there is nothing to read.
final class PullReader {
    /// What one answer carries at most; a single larger message is sent all the same.
    private static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_MESSAGES = 32;

    /// Pulls that may be held at once; further ones are answered "not found" at once.
    private static final int MAX_HELD = 100_000;

    private static final long MAX_HOLD_MILLIS = 300_000;

    private final MessageStore messages;
    private final boolean longPolling;
    private final Supplier<Router> router;
    private final ColdReads coldReads;
    private final AtomicInteger held = new AtomicInteger();

    PullReader(MessageStore messages, boolean longPolling, Supplier<Router> router, ColdReads coldReads) {
        this.messages = messages;
        this.longPolling = longPolling;
        this.router = router;
        this.coldReads = coldReads;
    }

    /// Reads a pull for the first time, on another thread when it has to wait for the disk.
    void read(Pull pull) {
        PullMessage.Request request = pull.request();
        LogQueue queue = messages.findQueue(request.topic(), request.queueId());
        if (queue != null && queue.isCold(request.queueOffset(), maxMessages(request))) {
            router.get().continueOn(coldReads, exchange -> read(pull, queue), pull.exchange());
        } else {
            read(pull, queue);
        }
    }

    private static int maxMessages(PullMessage.Request request) {
        return Math.clamp(request.maxMsgNums(), 1, MAX_MESSAGES);
    }

    private void read(Pull pull, @Nullable LogQueue queue) {
        PullMessage.Request request = pull.request();
        long offset = request.queueOffset();
        ReadOutcome outcome = attempt(pull, offset);
        if (outcome == null) {
            return;
        }
        long holdMillis = Math.min(request.suspendTimeoutMillis(), MAX_HOLD_MILLIS);
        boolean hold = request.has(PullMessage.FLAG_SUSPEND) && longPolling && holdMillis > 0
                && code(outcome.status(), offset) == ResponseCode.PULL_NOT_FOUND;
        if (!hold || held.incrementAndGet() > MAX_HELD) {
            if (hold) {
                held.decrementAndGet();
            }
            answerEmpty(pull, outcome, offset);
            return;
        }
        pull.exchange().releaseBody();
        LogQueue waitedFor = queue != null ? queue : messages.queue(request.topic(), request.queueId());
        new HeldPull(this, pull, waitedFor, offset).hold(Duration.ofMillis(holdMillis));
    }

    /// Reads and answers when there are messages; otherwise says what there was.
    @Nullable ReadOutcome attempt(Pull pull, long offset) {
        PullMessage.Request request = pull.request();
        MessageBatch batch = new MessageBatch();
        Integer maxBytes = request.maxMsgBytes();
        ReadOutcome outcome = messages.read(
                request.topic(),
                request.queueId(),
                offset,
                maxMessages(request),
                maxBytes == null || maxBytes <= 0 ? MAX_BYTES : Math.min(maxBytes, MAX_BYTES),
                pull.filter(),
                batch);
        if (outcome.status() != ReadStatus.FOUND) {
            return outcome;
        }
        pull.exchange().reply(response(pull, outcome, ResponseCode.SUCCESS), batch.sizeBytes(), batch::writeTo);
        return null;
    }

    void answerEmpty(Pull pull, ReadOutcome outcome, long offset) {
        pull.exchange().reply(response(pull, outcome, code(outcome.status(), offset)));
    }

    MessageStore messages() {
        return messages;
    }

    void released() {
        held.decrementAndGet();
    }

    static int code(ReadStatus status, long offset) {
        return switch (status) {
            case FOUND -> ResponseCode.SUCCESS;
            case NO_MATCHED_MESSAGE -> ResponseCode.PULL_RETRY_IMMEDIATELY;
            case NO_QUEUE, EMPTY_QUEUE -> offset == 0 ? ResponseCode.PULL_NOT_FOUND : ResponseCode.PULL_OFFSET_MOVED;
            case OFFSET_TOO_SMALL, OFFSET_OVERFLOW_BADLY -> ResponseCode.PULL_OFFSET_MOVED;
            case OFFSET_OVERFLOW_ONE -> ResponseCode.PULL_NOT_FOUND;
        };
    }

    private static Command response(Pull pull, ReadOutcome outcome, int code) {
        return PullMessage.API
                .response(code, new PullMessage.Response(
                        0, outcome.nextOffset(), outcome.minOffset(), outcome.maxOffset(),
                        pull.topic().topicSysFlag(), pull.group().groupSysFlag(), null))
                .withRemark(remark(outcome.status()));
    }

    /// The names that RocketMQ gives these outcomes.
    private static String remark(ReadStatus status) {
        return switch (status) {
            case NO_QUEUE -> "NO_MATCHED_LOGIC_QUEUE";
            case EMPTY_QUEUE -> "NO_MESSAGE_IN_QUEUE";
            default -> status.name();
        };
    }
}
