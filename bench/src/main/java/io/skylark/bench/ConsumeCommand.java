package io.skylark.bench;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.PullLoad;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Reads what a topic holds, over and over, without leaving an offset behind.
@Command(name = "consume", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Reads what a topic holds, over and over, and measures throughput and latency of pulls.")
public final class ConsumeCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LoadOptions options = new LoadOptions();

    @Option(names = "--max-messages", defaultValue = "32",
            description = "Messages that one answer may bring. Default: 32.")
    private int maxMessages;

    @Option(names = {"-g", "--group"}, defaultValue = "bench-consumer",
            description = "Consumer group. Default: bench-consumer.")
    private String group = "";

    public static void main(String[] args) {
        System.exit(Bench.execute(new ConsumeCommand(), args));
    }

    @Override
    public Integer call() throws IOException {
        Topic topic = options.topic();
        PullFrames.Shape shape =
                new PullFrames.Shape(topic.name(), group, maxMessages, Duration.ZERO, options.header());
        PullLoad.Plan plan = new PullLoad.Plan(
                topic.broker(), shape, topic.minOffsets(), topic.maxOffsets(), options.connections());
        LoadResult result = options.run(tally -> new PullLoad(plan, tally));
        return options.print("consume", result, Bench.output(spec));
    }
}
