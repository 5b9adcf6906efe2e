package io.skylark.broker.transaction;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A transaction without a decision: where its half message is, and what is known of it. The log-applier changes it; who
/// wants to end it claims it first, so that only one ending is ever on its way to the log.
final class Half {
    private final long position;
    private final long ordinal;
    private final long time;
    private final long immunityMillis;
    private final String group;
    private final AtomicReference<@Nullable Ending> claim = new AtomicReference<>();
    private volatile long entryPosition;
    private volatile int checks;

    /// @param position of the entry that brought it, by which producers name it
    /// @param ordinal of half messages, by which producers name it too
    /// @param time when it came, ms
    /// @param immunityMillis how long its producer wants not to be asked; 0 when it did not say
    /// @param group of its producer
    /// @param entryPosition of the entry that holds it now: a later one when it was taken along from an expired segment
    Half(long position, long ordinal, long time, long immunityMillis, String group, long entryPosition, int checks) {
        this.position = position;
        this.ordinal = ordinal;
        this.time = time;
        this.immunityMillis = immunityMillis;
        this.group = group;
        this.entryPosition = entryPosition;
        this.checks = checks;
    }

    long position() {
        return position;
    }

    long ordinal() {
        return ordinal;
    }

    long time() {
        return time;
    }

    long immunityMillis() {
        return immunityMillis;
    }

    String group() {
        return group;
    }

    long entryPosition() {
        return entryPosition;
    }

    int checks() {
        return checks;
    }

    void moved(long to) {
        entryPosition = to;
    }

    void checked(int count) {
        checks = count;
    }

    /// True for the one who may end it; nobody else may until that one lets go.
    boolean claim(Ending ending) {
        return claim.compareAndSet(null, ending);
    }

    /// The ending that is on its way; null when there is none.
    @Nullable Ending claimed() {
        return claim.get();
    }

    void release() {
        claim.set(null);
    }
}
