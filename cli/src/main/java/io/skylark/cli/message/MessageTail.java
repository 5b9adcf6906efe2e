package io.skylark.cli.message;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Words;
import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.pull.TopicReader;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.ReceivedMessage;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark message tail TOPIC`
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Reads only: no group appears, no offset moves.",
            "",
            "The format of a line is text with these in it: %%b body, %%t tag, %%k keys, %%i id, %%q queue, %%o offset,"
                    + " %%s store time, %%%% a percent sign, \\n a line end, \\t a tab."
        })
final class MessageTail implements Callable<Integer> {
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration TOPIC_POLL = Duration.ofSeconds(1);

    @Mixin
    private Cluster cluster = new Cluster();

    @Parameters(paramLabel = "TOPIC", description = "waited for when it does not exist yet")
    private String topic = "";

    @Option(
            names = "--from",
            paramLabel = "earliest|latest|TIME",
            description = "begin with the oldest message; the next one to come; or the first that was stored at a time"
                    + " or later: 10m for ten minutes ago, '2026-11-22 08:00', milliseconds since 1970"
                    + " (default: ${DEFAULT-VALUE})")
    private String from = "latest";

    @Option(names = "--tag", paramLabel = "TAGS", description = "only these: 'a || b' (default: all)")
    private String tags = "*";

    @Option(names = {"-f", "--format"}, paramLabel = "FORMAT", description = "(default: ${DEFAULT-VALUE})")
    private String format = "%s  %q/%o  %b\\n";

    @Option(names = "--count", paramLabel = "N", description = "end after so many messages")
    private long count = Long.MAX_VALUE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        LineFormat line = LineFormat.parse(format);
        ReadFrom begin = begin();
        PrintWriter out = spec.commandLine().getOut();
        try (SkylarkClient client = cluster.connect(); TopicReader reader = open(client, begin)) {
            for (long printed = 0; printed < count; ) {
                for (ReceivedMessage message : reader.poll(POLL)) {
                    if (printed++ < count) {
                        out.print(line.of(message));
                    }
                }
                out.flush();
            }
        }
        return 0;
    }

    private ReadFrom begin() {
        return switch (from) {
            case "earliest" -> ReadFrom.EARLIEST;
            case "latest" -> ReadFrom.LATEST;
            default -> ReadFrom.time(Words.time(from, InstantSource.system()));
        };
    }

    /// Waits for a topic that does not exist yet; everything in it is new then.
    private TopicReader open(SkylarkClient client, ReadFrom begin) throws InterruptedException {
        boolean waiting = false;
        while (true) {
            try {
                return client.read(topic, tags, waiting ? ReadFrom.EARLIEST : begin);
            } catch (TopicNotFoundException notYet) {
                if (!waiting) {
                    spec.commandLine().getErr().println(
                            "skylark: topic " + topic + " does not exist yet; waiting for its first message");
                }
                waiting = true;
                TimeUnit.NANOSECONDS.sleep(TOPIC_POLL.toNanos());
            }
        }
    }
}
