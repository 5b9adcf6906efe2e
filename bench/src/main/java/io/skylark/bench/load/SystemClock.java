package io.skylark.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// The clock of this machine, for the thread that made it.
public final class SystemClock implements Clock {
    private SystemClock() {}

    /// A clock whose pauses are as precise as the machine can make them for the calling thread. Linux by default rounds
    /// pauses up by 50 µs, which would count as latency of the server; spinning would take a processor away.
    public static SystemClock forThisThread() {
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            Files.writeString(Path.of("/proc", self.getFileName().toString(), "timerslack_ns"), "1");
        } catch (IOException e) {
            // Another system, or not permitted: pauses are less precise, and that is all.
            return new SystemClock();
        }
        return new SystemClock();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void pause(long nanos) {
        LockSupport.parkNanos(nanos);
    }
}
