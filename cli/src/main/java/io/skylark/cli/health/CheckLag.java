package io.skylark.cli.health;

import io.skylark.cli.frame.Cluster;
import io.skylark.client.admin.GroupAdmin;
import io.skylark.client.admin.GroupProgress;
import io.skylark.client.admin.QueueLag;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark check lag GROUP`
@Command(
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Verdict.UNKNOWN,
        description = "Ends with 0 when it keeps up, 1 or 2 when it is that far behind.",
        footer = {"", "Example: skylark check lag billing --warning 1000 --critical 100000"})
final class CheckLag implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Parameters(paramLabel = "GROUP", description = "its name")
    private String group = "";

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = "only in this topic")
    private Optional<String> topic = Optional.empty();

    @Option(names = "--warning", paramLabel = "N", description = "messages (default: ${DEFAULT-VALUE})")
    private long warning = 1_000;

    @Option(names = "--critical", paramLabel = "N", description = "messages (default: ${DEFAULT-VALUE})")
    private long critical = 100_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return Verdict.print("LAG", cluster, spec, admin -> verdict(admin.groups()));
    }

    private Verdict verdict(GroupAdmin admin) {
        GroupProgress progress = topic.map(name -> admin.progress(group, name)).orElseGet(() -> admin.progress(group));
        if (progress.queues().isEmpty()) {
            return new Verdict(Verdict.Level.UNKNOWN, "group " + group + " has consumed nothing yet", "");
        }
        String slowest = progress.queues().stream()
                .max(Comparator.comparingLong(QueueLag::lag))
                .filter(queue -> queue.lag() > 0)
                .map(queue -> ", " + queue.lag() + " of them in " + queue.queue().topic() + "/"
                        + queue.queue().brokerName() + "/" + queue.queue().queueId())
                .orElse("");
        return Verdict.of(progress.lag(), warning, critical,
                "group " + group + " is " + progress.lag() + " messages behind" + slowest,
                "lag=" + progress.lag() + ";" + warning + ";" + critical);
    }
}
