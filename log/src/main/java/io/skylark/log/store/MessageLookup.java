package io.skylark.log.store;

import io.skylark.log.EntryView;
import io.skylark.log.index.IndexedSegment;
import io.skylark.log.index.IndexedSegments;
import io.skylark.log.index.Keys;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.PropertyScan;
import io.skylark.log.index.Queues;
import io.skylark.log.index.Run;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameReader;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.Segments;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds single messages: by position, by store time, by key. Shared: keeps nothing between calls.
final class MessageLookup {
    private final Segments segments;
    private final Queues queues;
    private final IndexedSegments indexed;

    MessageLookup(Segments segments, Queues queues, IndexedSegments indexed) {
        this.segments = segments;
        this.queues = queues;
        this.indexed = indexed;
    }

    /// Anybody may ask for any position, so it counts only if the queue of the message found there lists it.
    Optional<FoundMessage> message(long position) {
        Segment segment = segments.find(position);
        IndexedSegment known = indexed.find(position);
        if (segment == null || known == null) {
            return Optional.empty();
        }
        ByteBuffer source = segment.buffer();
        int at = segment.offsetOf(position);
        known.check(at);
        if (MessageLayout.fault(source, at, source.limit() - at) != null) {
            return Optional.empty();
        }
        int topicAt = at + MessageLayout.topicAt(source, at);
        LogQueue queue = queues.find(
                source, topicAt, MessageLayout.topicLength(source, at), MessageLayout.queueId(source, at));
        long offset = queue == null ? -1 : queue.offsetOf(position);
        return offset < 0
                ? Optional.empty()
                : Optional.of(new FoundMessage(source, at, MessageLayout.totalSize(source, at), offset, position));
    }

    OptionalLong storeTime(LogQueue queue, long offset) {
        if (offset < queue.minOffset() || offset >= queue.maxOffset()) {
            return OptionalLong.empty();
        }
        Run run = queue.run(offset);
        Segment segment = run == null ? null : segments.find(run.base());
        return run == null || segment == null ? OptionalLong.empty() : OptionalLong.of(storeTime(run, segment, offset));
    }

    private static long storeTime(Run run, Segment segment, long offset) {
        run.check(offset);
        int place = run.place(offset);
        return run.size(offset) == 0 // a repair gave it up
                ? FrameReader.time(segment.buffer(), place - FrameLayout.HEADER_BYTES)
                : MessageLayout.storeTime(segment.buffer(), place);
    }

    /// Time of the oldest entry. Only when the log is not empty.
    long earliestTime() {
        Segment segment = segments.find(segments.firstPosition());
        if (segment == null) {
            throw new IllegalStateException("the log has no segment");
        }
        EntryView first = new EntryView();
        FrameReader.read(segment.buffer(), 0, segment.base(), first);
        return first.time();
    }

    /// Looks at whole runs first, whose times are known without looking at messages. The answers of RocketMQ 5.5.0: behind the last message, LOWER is the maximum and UPPER the last one; before the
    /// first, LOWER is the minimum and UPPER is 0.
    long offsetByTime(LogQueue queue, long time, TimeBound bound) {
        long min = queue.minOffset();
        long max = queue.maxOffset();
        boolean lower = bound == TimeBound.LOWER;
        long low = min;
        long high = max;
        while (low < high) {
            long middle = (low + high) >>> 1;
            Run run = queue.run(middle);
            if (run == null) {
                low = middle + 1; // expired just now
            } else if (isBefore(run.maxTime(), time, lower)) {
                low = Math.min(high, run.endOffset());
            } else if (!isBefore(run.minTime(), time, lower)) {
                high = Math.max(low, run.firstOffset());
            } else if (isBefore(storeTime(queue, middle).orElse(Long.MIN_VALUE), time, lower)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (lower) {
            return low;
        }
        return low == min ? 0 : low - 1;
    }

    /// Whether a message of this store time lies before the bound.
    private static boolean isBefore(long stored, long time, boolean lower) {
        return lower ? stored < time : stored <= time;
    }

    List<FoundMessage> query(String topic, String key, int max, long beginTime, long endTime) {
        byte[] topicBytes = topic.getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        ByteBuffer topicText = ByteBuffer.wrap(topicBytes);
        int keyHash = Keys.keyHash(Keys.topicHash(topicBytes), keyBytes, 0, keyBytes.length);
        List<FoundMessage> found = new ArrayList<>();
        if (max > 0) {
            indexed.visitKey(keyHash, beginTime, endTime, position -> {
                message(position).filter(m -> matches(m, topicText, keyBytes, beginTime, endTime)).ifPresent(found::add);
                return found.size() < max;
            });
        }
        Collections.reverse(found);
        return found;
    }

    private static boolean matches(FoundMessage message, ByteBuffer topic, byte[] key, long begin, long end) {
        ByteBuffer source = message.source();
        int at = message.at();
        long stored = MessageLayout.storeTime(source, at);
        int topicAt = at + MessageLayout.topicAt(source, at);
        return stored >= begin
                && stored <= end
                && source.slice(topicAt, MessageLayout.topicLength(source, at)).equals(topic)
                && hasKey(source, at, key);
    }

    private static boolean hasKey(ByteBuffer source, int at, byte[] key) {
        PropertyScan properties = new PropertyScan();
        properties.scan(source, at + MessageLayout.propertiesAt(source, at), MessageLayout.propertiesLength(source, at));
        boolean[] has = new boolean[1];
        properties.keys((text, keyAt, length) -> has[0] |=
                Arrays.equals(text, keyAt, keyAt + length, key, 0, key.length));
        return has[0];
    }
}
