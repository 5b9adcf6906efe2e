package io.skylark.broker.transaction;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.ExpiringSegment;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.StoredEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends half messages of open transactions again before their segment is deleted. On the log-janitor.
final class TakeAlong implements ExpiringSegment.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TakeAlong.class);

    /// Bytes that may be on their way to the log at a time.
    private static final long MAX_BYTES_ON_THEIR_WAY = 1 << 20;

    private final TransactionTable table;
    private final MessageStore messages;
    private final Supplier<ReplicatedLog> log;

    TakeAlong(TransactionTable table, MessageStore messages, Supplier<ReplicatedLog> log) {
        this.table = table;
        this.messages = messages;
        this.log = log;
    }

    @Override
    public void expiring(ExpiringSegment segment) {
        List<CompletableFuture<Void>> onTheirWay = new ArrayList<>();
        long bytes = 0;
        int count = 0;
        for (Half half : table.open()) {
            long position = half.entryPosition();
            if (position < segment.from() || position >= segment.to()) {
                continue;
            }
            StoredEntry entry = messages.entry(position).orElse(null);
            if (entry == null) {
                throw new IllegalStateException("the half message at " + position + " cannot be read; its segment stays");
            }
            Again again = new Again(half.position(), entry.body());
            log.get().propose(again);
            onTheirWay.add(again.done);
            bytes += again.bodySize();
            count++;
            if (bytes > MAX_BYTES_ON_THEIR_WAY) {
                await(onTheirWay);
                bytes = 0;
            }
        }
        await(onTheirWay);
        if (count > 0) {
            LOG.info("took {} half messages along from the segment at {}", count, segment.from());
        }
    }

    private static void await(List<CompletableFuture<Void>> onTheirWay) {
        CompletableFuture.allOf(onTheirWay.toArray(CompletableFuture<?>[]::new)).join();
        onTheirWay.clear();
    }

    private static final class Again extends Proposal {
        private final long first;
        private final ByteBuffer body;
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        private Again(long first, ByteBuffer body) {
            this.first = first;
            this.body = body;
        }

        @Override
        public EntryType type() {
            return TransactionTable.HALF.again();
        }

        @Override
        public int bodySize() {
            return body.remaining();
        }

        @Override
        public void writeBody(ByteBuffer target, long timeMillis) {
            int at = target.position();
            target.put(body.duplicate());
            target.putLong(at, first);
        }

        @Override
        public void applied(EntryView entry, long ordinal) {
            done.complete(null);
        }

        @Override
        public void failed(LogRefusal why) {
            done.completeExceptionally(
                    new IllegalStateException("a half message could not be taken along: " + why));
        }
    }
}
