package io.skylark.log.local;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets one thread sleep until there is work, at no cost for the others while it is awake.
final class WakeUp {
    private volatile boolean asleep;
    private volatile @Nullable Thread sleeper;

    /// Returns when there is work. Only one thread may wait.
    void await(BooleanSupplier work) {
        sleeper = Thread.currentThread();
        while (true) {
            asleep = true;
            if (work.getAsBoolean()) {
                break;
            }
            LockSupport.park(this);
        }
        asleep = false;
    }

    /// Returns when there is work, or after `nanos`.
    void await(BooleanSupplier work, long nanos) {
        sleeper = Thread.currentThread();
        long start = System.nanoTime();
        long left = nanos;
        while (left > 0) {
            asleep = true;
            if (work.getAsBoolean()) {
                break;
            }
            LockSupport.parkNanos(this, left);
            left = nanos - (System.nanoTime() - start);
        }
        asleep = false;
    }

    /// Says that there is work; what makes it visible was written before.
    void signal() {
        // Either this sees that the other one sleeps, or the other one sees the work before it goes to sleep.
        VarHandle.fullFence();
        if (asleep) {
            asleep = false;
            LockSupport.unpark(sleeper);
        }
    }
}
