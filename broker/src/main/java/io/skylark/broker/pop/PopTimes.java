package io.skylark.broker.pop;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// The times in handles: the clock's, but never going back, so that a handle is newer than the beginning of consumption
/// it belongs to whatever the clock does. Shared.
final class PopTimes {
    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    PopTimes(InstantSource clock) {
        this.clock = clock;
    }

    /// What deadlines are compared with, ms.
    long now() {
        return clock.millis();
    }

    /// For a handle, ms.
    long popTime() {
        return last.accumulateAndGet(clock.millis(), Math::max);
    }

    /// For a beginning: later than all before.
    long next() {
        return last.updateAndGet(before -> Math.max(before + 1, clock.millis()));
    }

    void atLeast(long time) {
        last.accumulateAndGet(time, Math::max);
    }
}
