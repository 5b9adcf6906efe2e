package io.skylark.bench.storage;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.compare.Bed;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.Interval;
import io.skylark.bench.load.LoadFailure;
import io.skylark.bench.load.LoadLoop;
import io.skylark.bench.load.LoadUntil;
import io.skylark.bench.load.SendLoad;
import io.skylark.bench.load.SystemClock;
import io.skylark.bench.load.Tally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Sends to a broker at full speed and kills it in the middle of that.
final class Crash {
    private static final int CONNECTIONS = 8;
    private static final int WINDOW = 64;
    private static final Interval LIMIT = Interval.of(Duration.ZERO, Duration.ofHours(1));

    private Crash() {}

    /// What kills.
    interface Killer {
        void kill() throws IOException;
    }

    /// @param after so many messages were acknowledged
    /// @return how many were acknowledged at least
    /// @throws IOException when the broker refuses, or survives
    static long underLoad(Topic topic, long after, Killer killer) throws IOException {
        SendLoad.Plan plan = SendLoad.Plan.closed(topic.broker(),
                SendFrames.Shape.of(topic.name(), topic.brokerName(), topic.queues(), Scale.MESSAGE_BYTES),
                CONNECTIONS, WINDOW, Bed.newRun());
        Tally tally = new Tally();
        boolean[] killed = new boolean[1];
        LoadUntil load = new LoadUntil(new SendLoad(plan, tally), () -> false, count -> {
            if (count == after) {
                killed[0] = true;
                kill(killer);
            }
        });
        try {
            new LoadLoop(load, tally, SystemClock.forThisThread(), LoadLoop.Probe.NONE).run(LIMIT);
            throw new IOException("only " + load.succeeded() + " of " + after + " messages were acknowledged");
        } catch (LoadFailure lost) {
            if (!killed[0]) {
                throw new IOException("the broker went away before it was killed: " + lost.getMessage(), lost);
            }
            return load.succeeded();
        } catch (UncheckedIOException e) {
            throw new IOException("the broker could not be killed", e);
        }
    }

    private static void kill(Killer killer) {
        try {
            killer.kill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
