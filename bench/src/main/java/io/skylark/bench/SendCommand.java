package io.skylark.bench;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.SendFrames;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.SendLoad;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Sends as fast as the windows allow, or at a fixed rate.
@Command(name = "send", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Sends to a topic and measures throughput and latency.")
public final class SendCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = {"-s", "--size"}, defaultValue = "1024", description = "Bytes of a body. Default: 1024.")
    private int size;

    @Option(names = {"-w", "--window"}, defaultValue = "64",
            description = "Unanswered requests on each connection. Default: 64.")
    private int window;

    @Option(names = "--batch", defaultValue = "1", description = "Messages in a request. Default: 1.")
    private int batch;

    @Option(names = "--rate", defaultValue = "0",
            description = "Messages a second; latency then counts from when each was due. Default: no limit.")
    private double rate;

    public static void main(String[] args) {
        System.exit(Bench.execute(new SendCommand(), args));
    }

    @Override
    public Integer call() throws IOException {
        Topic topic = options.topic();
        SendFrames.Shape shape = options.shape(topic, size, batch);
        int connections = options.connections();
        SendLoad.Plan plan = rate > 0
                ? SendLoad.Plan.paced(topic.broker(), shape, connections, window, rate, options.newRun())
                : SendLoad.Plan.closed(topic.broker(), shape, connections, window, options.newRun());
        LoadResult result = options.run(tally -> new SendLoad(plan, tally));
        return options.print("send", result, Bench.output(spec));
    }
}
