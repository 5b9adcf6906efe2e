package io.skylark.cli.group;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.ProgressLine;
import io.skylark.cli.frame.SystemNames;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.GroupAdmin;
import io.skylark.client.admin.GroupProgress;
import io.skylark.client.admin.QueueLag;
import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark group lag [GROUP]`
@Command(
        mixinStandardHelpOptions = true,
        description = "Of one group, queue by queue; without a name, of all groups, the slowest first.",
        footer = {"", "Example: skylark group lag billing --watch"})
final class GroupLag implements Callable<Integer> {
    private static final Comparator<QueueLag> SLOWEST_FIRST =
            Comparator.comparingLong(QueueLag::lag).reversed().thenComparing(QueueLag::queue);

    private static final Columns<QueueLag> QUEUES = Columns.named("topic", (QueueLag row) -> row.queue().topic())
            .with("broker", (QueueLag row) -> row.queue().brokerName())
            .with("queue", (QueueLag row) -> row.queue().queueId())
            .with("lag", QueueLag::lag)
            .with("consumed", QueueLag::consumerOffset)
            .with("end", QueueLag::brokerOffset)
            .with("lastConsumed", QueueLag::lastConsumed);

    private record Group(String name, long lag, int queues, Optional<MessageQueue> slowest) {}

    private static final Columns<Group> GROUPS = Columns.named("group", Group::name)
            .with("lag", Group::lag)
            .with("queues", Group::queues)
            .with("slowestQueue", (Group row) -> row.slowest.map(GroupLag::text));

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Parameters(arity = "0..1", paramLabel = "GROUP", description = "its name")
    private Optional<String> group = Optional.empty();

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = "only in this topic")
    private Optional<String> topic = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (group.isEmpty() && topic.isPresent()) {
            throw CommandException.usage("--topic needs a group: skylark topic get " + topic.get() + " names them");
        }
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> {
                if (group.isPresent()) {
                    ofGroup(client.admin().groups(), group.get());
                } else {
                    ofAll(client.admin().groups());
                }
            });
        }
        return 0;
    }

    private void ofGroup(GroupAdmin admin, String name) {
        GroupProgress progress = topic.map(one -> admin.progress(name, one)).orElseGet(() -> admin.progress(name));
        if (progress.queues().isEmpty()) {
            throw CommandException.notFound("group " + name + " has consumed nothing yet, and nobody of it is there");
        }
        List<QueueLag> queues = progress.queues().stream().sorted(SLOWEST_FIRST).toList();
        output.list(QUEUES, queues);
        QueueLag slowest = queues.getFirst();
        output.remark(progress.lag() == 0
                ? "Group " + name + " has consumed everything."
                : "Group " + name + " is " + messages(progress.lag()) + " behind; the slowest queue is "
                        + text(slowest.queue()) + " with " + slowest.lag() + ".");
    }

    private void ofAll(GroupAdmin admin) {
        List<Group> rows = new ArrayList<>();
        ProgressLine line = ProgressLine.onTerminal(output.err());
        List<String> names = admin.list().stream().filter(name -> !SystemNames.isGroup(name)).toList();
        for (String name : names) {
            line.show(() -> rows.size() + " of " + names.size() + " groups");
            GroupProgress progress = admin.progress(name);
            rows.add(new Group(
                    name, progress.lag(), progress.queues().size(),
                    progress.queues().stream()
                            .filter(queue -> queue.lag() > 0)
                            .min(SLOWEST_FIRST)
                            .map(QueueLag::queue)));
        }
        line.end();
        rows.sort(Comparator.comparingLong(Group::lag).reversed().thenComparing(Group::name));
        output.list(GROUPS, rows);
    }

    private static String text(MessageQueue queue) {
        return queue.topic() + "/" + queue.brokerName() + "/" + queue.queueId();
    }

    private static String messages(long count) {
        return count + (count == 1 ? " message" : " messages");
    }
}
