package io.skylark.broker.timer;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.ExpiringSegment;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ReplicatedLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the messages that still wait out of a segment before it is deleted: each is appended again. On the janitor.
final class TimerExpiry implements ExpiringSegment.Listener {
    /// What is appended before its outcome is waited for.
    private static final int MAX_ENTRIES = 1_024;
    private static final int MAX_BYTES = 4 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(TimerExpiry.class);

    private final PendingTimers pending;
    private final Supplier<ReplicatedLog> log;
    private final List<Again> batch = new ArrayList<>();
    private int batchBytes;
    private long taken;
    private long others;

    TimerExpiry(PendingTimers pending, Supplier<ReplicatedLog> log) {
        this.pending = pending;
        this.log = log;
    }

    @Override
    public void expiring(ExpiringSegment segment) {
        long end = System.nanoTime() + LIMIT.toNanos();
        taken = 0;
        do {
            others = 0;
            segment.forEach(this::take);
            append();
            // Those are on their way into their queues; when that is refused they wait again.
            if (others > 0 && System.nanoTime() > end) {
                throw new IllegalStateException("the segment at " + segment.from() + " stays for now: " + others
                        + " messages in it are due, and the log does not take them");
            }
        } while (others > 0 && awaitChange());
        if (taken > 0) {
            LOG.info("{} messages of the segment at {} that still wait were appended again", taken, segment.from());
        }
    }

    private boolean awaitChange() {
        try {
            pending.awaitChange(LOOK_MILLIS);
            return true;
        } catch (InterruptedException stopping) {
            throw interrupted();
        }
    }

    private void take(EntryView entry) {
        if (entry.typeCode() != TimerTable.TYPE.code()) {
            return;
        }
        Pending there = new Pending(ParkedMessage.due(entry), entry.position());
        switch (pending.claim(there.due(), there.position())) {
            case CLAIMED -> {
                batch.add(new Again(there, ParkedMessage.again(entry)));
                batchBytes += entry.bodySize();
                if (batch.size() >= MAX_ENTRIES || batchBytes >= MAX_BYTES) {
                    append();
                }
            }
            case CLAIMED_BY_OTHER -> others++;
            case NOT_PENDING -> { }
        }
    }

    private void append() {
        List<Again> proposals = List.copyOf(batch);
        batch.clear();
        batchBytes = 0;
        proposals.forEach(log.get()::propose);
        LogRefusal refusal = null;
        for (Again proposal : proposals) {
            LogRefusal why = proposal.await();
            refusal = refusal == null ? why : refusal;
        }
        if (refusal != null) {
            throw new IllegalStateException("messages that still wait cannot be appended again now: " + refusal);
        }
        taken += proposals.size();
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while messages were appended again");
    }

    private final class Again extends Proposal {
        private final Pending source;
        private final byte[] body;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable LogRefusal refusal;

        private Again(Pending source, byte[] body) {
            this.source = source;
            this.body = body;
        }

        private @Nullable LogRefusal await() {
            try {
                if (!done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the log did not answer within " + LIMIT.toSeconds() + " s");
                }
            } catch (InterruptedException stopping) {
                throw interrupted();
            }
            return refusal;
        }

        @Override
        public EntryType type() {
            return TimerTable.TYPE.again();
        }

        @Override
        public int bodySize() {
            return body.length;
        }

        @Override
        public void writeBody(ByteBuffer target, long timeMillis) {
            target.put(body);
        }

        @Override
        public void applied(EntryView entry, long outcome) {
            done.countDown();
        }

        @Override
        public void failed(LogRefusal why) {
            refusal = why;
            if (why.isCertain()) {
                pending.release(source);
            }
            done.countDown();
        }
    }
}
