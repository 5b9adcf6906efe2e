package io.skylark.bench.frame;

import java.nio.ByteBuffer;

/// The first bytes of each body: run 8, sequence 8, time 8. By it a message that comes back is known to be ours, and
/// how long it took from the moment it should have been sent.
public final class Stamp {
    public static final int BYTES = 24;

    private Stamp() {}

    /// @param time nanoseconds on the clock of the run
    public static void write(ByteBuffer target, int at, long run, long sequence, long time) {
        target.putLong(at, run).putLong(at + 8, sequence).putLong(at + 16, time);
    }

    public static long run(ByteBuffer source, int at) {
        return source.getLong(at);
    }

    public static long sequence(ByteBuffer source, int at) {
        return source.getLong(at + 8);
    }

    public static long time(ByteBuffer source, int at) {
        return source.getLong(at + 16);
    }
}
