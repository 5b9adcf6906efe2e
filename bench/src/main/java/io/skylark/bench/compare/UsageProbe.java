package io.skylark.bench.compare;

import io.skylark.bench.load.LoadLoop;
import io.skylark.bench.peer.RunningPeer;
import io.skylark.bench.peer.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Samples a peer's usage when the measured interval begins and ends. A sample that failed is told when it is asked for.
final class UsageProbe implements LoadLoop.Probe {
    private final RunningPeer peer;
    private Usage before = Usage.NONE;
    private Usage after = Usage.NONE;
    private @Nullable IOException failure;

    UsageProbe(RunningPeer peer) {
        this.peer = peer;
    }

    @Override
    public void begin() {
        before = sample();
    }

    @Override
    public void end() {
        after = sample();
    }

    private Usage sample() {
        try {
            return peer.usage();
        } catch (IOException e) {
            failure = e;
            return Usage.NONE;
        }
    }

    Usage before() throws IOException {
        check();
        return before;
    }

    Usage after() throws IOException {
        check();
        return after;
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
