package io.skylark.bench;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.Interval;
import io.skylark.bench.load.LoadLoop;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.SystemClock;
import io.skylark.bench.load.Tally;
import io.skylark.bench.load.Workload;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// What the load commands have in common: whom to load, for how long, and how to print what came of it.
final class LoadOptions {
    @Option(names = {"-n", "--namesrv-addr"}, paramLabel = "HOST:PORT",
            defaultValue = "${env:NAMESRV_ADDR:-localhost:9876}",
            description = "Name server. Default: ${DEFAULT-VALUE}.")
    private String nameServer = "";

    @Option(names = {"-t", "--topic"}, defaultValue = "bench",
            description = "Topic; created when it does not exist. Default: ${DEFAULT-VALUE}.")
    private String topic = "";

    @Option(names = "--queues", defaultValue = "8",
            description = "Queues of a topic that is created. Default: ${DEFAULT-VALUE}.")
    private int queues;

    @Option(names = {"-c", "--connections"}, defaultValue = "8",
            description = "Connections of each side, all driven by one thread. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--seconds", defaultValue = "10", description = "Measured time. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--warm-up", defaultValue = "2", description = "Seconds before that. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @Option(names = "--binary", description = "Send the binary form of request headers instead of JSON.")
    private boolean binary;

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    /// The topic's queues on one broker.
    Topic topic() throws IOException {
        // Of several name servers any one knows the route.
        return Topic.findOrCreate(Topic.address(nameServer.split(";")[0].strip()), topic, queues);
    }

    int connections() {
        return connections;
    }

    SerializeType header() {
        return binary ? SerializeType.ROCKETMQ : SerializeType.JSON;
    }

    SendFrames.Shape shape(Topic target, int bytes, int batch) {
        return SendFrames.Shape.of(target.name(), target.brokerName(), target.queues(), bytes)
                .withBatch(batch)
                .withHeader(header());
    }

    /// Marks the messages of one run.
    long newRun() {
        return ThreadLocalRandom.current().nextLong();
    }

    LoadResult run(Function<Tally, Workload> workload) {
        Tally tally = new Tally();
        Interval interval = Interval.of(duration(warmUp), duration(seconds));
        return new LoadLoop(workload.apply(tally), tally, SystemClock.forThisThread(), LoadLoop.Probe.NONE)
                .run(interval);
    }

    private static Duration duration(double value) {
        return Duration.ofMillis(Math.round(value * 1000));
    }

    /// @return the exit code: 0, or 1 when anything failed
    int print(String what, LoadResult result, PrintWriter target) {
        Summary summary = Summary.of(what, result);
        target.print(json ? summary.json() : summary.text());
        target.flush();
        return result.failureCount() == 0 ? 0 : 1;
    }
}
