package io.skylark.client.admin;

import java.time.Instant;

/// Where a group is to go on.
public sealed interface ResetTo {
    /// With the oldest message there is.
    record Earliest() implements ResetTo {}

    /// Behind the newest message there is: what waits is not consumed.
    record Latest() implements ResetTo {}

    /// With the first message stored at a time or later.
    record Time(Instant value) implements ResetTo {}

    static ResetTo earliest() {
        return new Earliest();
    }

    static ResetTo latest() {
        return new Latest();
    }

    static ResetTo time(Instant value) {
        return new Time(value);
    }
}
