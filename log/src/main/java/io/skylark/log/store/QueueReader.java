package io.skylark.log.store;

import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.Segments;

/// Reads runs of messages from queues. Shared: keeps nothing between calls.
final class QueueReader {
    private final Segments segments;

    QueueReader(Segments segments) {
        this.segments = segments;
    }

    ReadOutcome read(
            LogQueue queue, long offset, int maxMessages, int maxBytes, TagFilter filter, MessageSink sink) {
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
        long end = Math.min(max, offset + MessageStore.MAX_SCANNED_ENTRIES);
        long next = offset;
        int count = 0;
        int bytes = 0;
        for (; next < end && count < maxMessages; next++) {
            if (!filter.matches(queue.tagHash(next))) {
                continue;
            }
            int size = queue.size(next);
            if (count > 0 && size > maxBytes - bytes) {
                break;
            }
            hand(queue.position(next), size, next, sink);
            count++;
            bytes += size;
        }
        ReadStatus status = count > 0 ? ReadStatus.FOUND : ReadStatus.NO_MATCHED_MESSAGE;
        return new ReadOutcome(status, next, min, max, count, bytes);
    }

    private void hand(long position, int size, long offset, MessageSink sink) {
        Segment segment = segments.find(position);
        if (segment == null) {
            throw new IllegalStateException("the queue lists a message at " + position + " where no segment is");
        }
        sink.message(segment.buffer(), segment.offsetOf(position), size, offset, position);
    }

    private static ReadOutcome nothing(ReadStatus status, long next, long min, long max) {
        return new ReadOutcome(status, next, min, max, 0, 0);
    }
}
