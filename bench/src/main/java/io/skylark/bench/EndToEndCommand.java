package io.skylark.bench;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.load.EndToEndLoad;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.SendLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Sends at a fixed rate and receives with held pulls.
@Command(name = "e2e", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Sends at a fixed rate, receives with held pulls, and measures from due to received.")
public final class EndToEndCommand implements Callable<Integer> {
    private static final int WINDOW = 4096;
    private static final int MAX_MESSAGES = 32;
    private static final Duration HOLD = Duration.ofSeconds(15);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = {"-s", "--size"}, defaultValue = "1024", description = "Bytes of a body. Default: 1024.")
    private int size;

    @Option(names = "--rate", defaultValue = "1000", description = "Messages a second. Default: 1000.")
    private double rate;

    public static void main(String[] args) {
        System.exit(Bench.execute(new EndToEndCommand(), args));
    }

    @Override
    public Integer call() throws IOException {
        Topic topic = options.topic();
        int connections = options.connections();
        SendLoad.Plan send = SendLoad.Plan.paced(
                topic.broker(), options.shape(topic, size, 1), connections, WINDOW, rate, options.newRun());
        PullFrames.Shape pull =
                new PullFrames.Shape(topic.name(), "bench-consumer", MAX_MESSAGES, HOLD, options.header());
        EndToEndLoad.Plan plan = new EndToEndLoad.Plan(send, pull, topic.maxOffsets(), connections);
        LoadResult result = options.run(tally -> new EndToEndLoad(plan, tally));
        return options.print("end to end", result, Bench.output(spec));
    }
}
