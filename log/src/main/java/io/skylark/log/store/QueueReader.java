package io.skylark.log.store;

import io.skylark.log.index.LogQueue;
import io.skylark.log.index.MessageFilter;
import io.skylark.log.index.Run;
import io.skylark.log.index.TagFilter;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.Segments;
import org.jspecify.annotations.Nullable;

/// Reads runs of messages from queues. Shared: keeps nothing between calls.
final class QueueReader {
    private final Segments segments;

    QueueReader(Segments segments) {
        this.segments = segments;
    }

    ReadOutcome read(
            LogQueue queue, long offset, long endOffset, int maxMessages, int maxBytes, TagFilter filter,
            MessageSink sink) {
        long min = queue.minOffset();
        long max = queue.maxOffset();
        if (max == 0) {
            return nothing(ReadStatus.EMPTY_QUEUE, 0, min, max);
        }
        if (offset < min) {
            return nothing(ReadStatus.OFFSET_TOO_SMALL, min, min, max);
        }
        if (offset >= max) {
            return nothing(
                    offset == max ? ReadStatus.OFFSET_OVERFLOW_ONE : ReadStatus.OFFSET_OVERFLOW_BADLY, max, min, max);
        }
        Reading reading = new Reading(filter, sink, maxMessages, maxBytes, offset);
        long end = Math.min(Math.min(max, endOffset), offset + MessageStore.maxScanned(filter));
        while (reading.next < end && reading.wantsMore()) {
            Run run = queue.run(reading.next);
            Segment segment = run == null ? null : segments.find(run.base());
            if (run == null || segment == null) {
                break;
            }
            reading.read(run, segment, Math.min(end, run.endOffset()));
        }
        if (reading.next == offset) {
            // expired while we looked: the minimum is another one now
            return nothing(ReadStatus.OFFSET_TOO_SMALL, queue.minOffset(), queue.minOffset(), max);
        }
        ReadStatus status = reading.count > 0 ? ReadStatus.FOUND : ReadStatus.NO_MATCHED_MESSAGE;
        return new ReadOutcome(status, reading.next, min, max, reading.count, reading.bytes);
    }

    /// One read, going from run to run.
    private static final class Reading {
        private final TagFilter filter;
        private final @Nullable MessageFilter messageFilter;
        private final MessageSink sink;
        private final int maxMessages;
        private final int maxBytes;
        private long next;
        private int count;
        private int bytes;
        private boolean full;

        private Reading(TagFilter filter, MessageSink sink, int maxMessages, int maxBytes, long offset) {
            this.filter = filter;
            this.messageFilter = filter instanceof MessageFilter readsMessages ? readsMessages : null;
            this.sink = sink;
            this.maxMessages = maxMessages;
            this.maxBytes = maxBytes;
            this.next = offset;
        }

        private boolean wantsMore() {
            return !full && count < maxMessages;
        }

        private void read(Run run, Segment segment, long end) {
            for (; next < end && count < maxMessages; next++) {
                int size = run.size(next);
                boolean lost = size == 0; // a repair gave it up
                if (lost || !filter.matches(run.tagHash(next))) {
                    continue;
                }
                if (messageFilter != null && !matches(messageFilter, run, segment)) {
                    continue;
                }
                if (count > 0 && size > maxBytes - bytes) {
                    full = true;
                    return;
                }
                run.check(next);
                int place = run.place(next);
                sink.message(segment.buffer(), place, size, next, run.base() + place);
                count++;
                bytes += size;
            }
        }

        private boolean matches(MessageFilter wanted, Run run, Segment segment) {
            run.check(next);
            return wanted.matches(segment.buffer(), run.place(next));
        }
    }

    private static ReadOutcome nothing(ReadStatus status, long next, long min, long max) {
        return new ReadOutcome(status, next, min, max, 0, 0);
    }
}
