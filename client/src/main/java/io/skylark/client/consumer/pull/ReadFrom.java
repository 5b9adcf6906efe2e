package io.skylark.client.consumer.pull;

import java.time.Instant;
import java.util.Objects;

/// Where a [TopicReader] begins.
public sealed interface ReadFrom {
    /// With the oldest message there is.
    ReadFrom EARLIEST = new Earliest();

    /// With the next message to come.
    ReadFrom LATEST = new Latest();

    record Earliest() implements ReadFrom {}

    record Latest() implements ReadFrom {}

    /// As [#time(Instant)].
    record Time(Instant value) implements ReadFrom {
        public Time {
            Objects.requireNonNull(value, "the time to read from must not be null");
        }
    }

    /// With the first message stored at a time or later, in each queue.
    static ReadFrom time(Instant value) {
        return new Time(value);
    }
}
