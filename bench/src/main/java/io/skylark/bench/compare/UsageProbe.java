package io.skylark.bench.compare;

import io.skylark.bench.load.LoadLoop;
import io.skylark.bench.peer.RunningPeer;
import io.skylark.bench.peer.Usage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// Samples what the peer and the load itself use when the measured interval begins and ends. A sample that failed is
/// told when it is asked for.
public final class UsageProbe implements LoadLoop.Probe {
    private final RunningPeer peer;
    private final LoadTime loadTime;
    private Usage before = Usage.NONE;
    private Usage after = Usage.NONE;
    private long loadNanos;
    private @Nullable IOException failure;

    /// Processor time that the load has used so far, in nanoseconds.
    public interface LoadTime {
        long nanos() throws IOException;
    }

    public UsageProbe(RunningPeer peer, LoadTime loadTime) {
        this.peer = peer;
        this.loadTime = loadTime;
    }

    /// For a load that runs on the thread that takes the samples.
    static UsageProbe ofThisThread(RunningPeer peer) {
        return new UsageProbe(peer, () -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    @Override
    public void begin() {
        before = sample();
        loadNanos = -load();
    }

    @Override
    public void end() {
        loadNanos += load();
        after = sample();
    }

    private long load() {
        try {
            return loadTime.nanos();
        } catch (IOException e) {
            failure = e;
            return 0;
        }
    }

    private Usage sample() {
        try {
            return peer.usage();
        } catch (IOException e) {
            failure = e;
            return Usage.NONE;
        }
    }

    /// Processor time of the load in the measured interval.
    public long loadNanos() throws IOException {
        check();
        return loadNanos;
    }

    public Usage before() throws IOException {
        check();
        return before;
    }

    public Usage after() throws IOException {
        check();
        return after;
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
