package io.skylark.protocol.api;

import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.RequestHeader;
import io.skylark.protocol.header.ResponseHeader;
import org.jspecify.annotations.Nullable;

/// Bounds of a queue, and its offsets by time.
public final class QueueOffsets {
    public static final Api<ByTime, Offset> SEARCH = Api.of(29, ByTime.class, Offset.class);
    public static final Api<Queue, Offset> MAX = Api.of(30, Queue.class, Offset.class);
    public static final Api<Queue, Offset> MIN = Api.of(31, Queue.class, Offset.class);
    public static final Api<Queue, StoreTime> EARLIEST = Api.of(32, Queue.class, StoreTime.class);

    private QueueOffsets() {}

    /// Which of several messages with the same store time is meant.
    public enum Boundary {
        LOWER,
        UPPER
    }

    public record Queue(String topic, int queueId) implements RequestHeader {}

    public record ByTime(String topic, int queueId, long timestamp, @Nullable Boundary boundaryType)
            implements RequestHeader {}

    public record Offset(long offset) implements ResponseHeader {}

    /// In ms; -1 for an empty queue.
    public record StoreTime(long timestamp) implements ResponseHeader {}
}
