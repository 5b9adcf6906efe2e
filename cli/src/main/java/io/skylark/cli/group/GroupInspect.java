package io.skylark.cli.group;

import io.skylark.cli.frame.CellText;
import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.GroupAdmin;
import io.skylark.client.admin.GroupMembers;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark group inspect GROUP`
@Command(
        mixinStandardHelpOptions = true,
        description = "With --jstack they also say what their threads are doing, which shows why a group is slow.")
final class GroupInspect implements Callable<Integer> {
    private record TopicRow(String topic, ClientCalls.TopicState state) {}

    private record QueueRow(MessageQueue queue, ClientCalls.QueueState state) {}

    private static final Columns<TopicRow> TOPICS = Columns.named("topic", TopicRow::topic)
            .with("consumedPerSecond", (TopicRow row) -> row.state.consumeOKTPS())
            .with("failedPerSecond", (TopicRow row) -> row.state.consumeFailedTPS())
            .with("failedLastHour", (TopicRow row) -> row.state.consumeFailedMsgs())
            .with("consumeMillis", (TopicRow row) -> row.state.consumeRT())
            .with("pullMillis", (TopicRow row) -> row.state.pullRT());

    private static final Columns<QueueRow> QUEUES = Columns.named("topic", (QueueRow row) -> row.queue.topic())
            .with("broker", (QueueRow row) -> row.queue.brokerName())
            .with("queue", (QueueRow row) -> row.queue.queueId())
            .with("consumed", (QueueRow row) -> row.state.commitOffset())
            .with("inMemory", (QueueRow row) -> row.state.cachedMsgCount())
            .with("lastPull", (QueueRow row) -> time(row.state.lastPullTimestamp()))
            .with("lastConsumed", (QueueRow row) -> time(row.state.lastConsumeTimestamp()));

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "GROUP", description = "its name")
    private String group = "";

    @Option(names = "--client", paramLabel = "ID", description = "only this member")
    private Optional<String> client = Optional.empty();

    @Option(names = "--jstack", description = "with the stacks of their threads")
    private boolean stacks;

    @Override
    public Integer call() {
        return cluster.use(connection -> {
            Map<String, ClientCalls.Running> answers = ask(connection.admin().groups());
            List<Object> tree = new ArrayList<>();
            answers.forEach((id, running) -> tree.add(tree(id, running)));
            output.tree(tree, () -> answers.forEach(this::print));
        });
    }

    private Map<String, ClientCalls.Running> ask(GroupAdmin admin) {
        List<String> ids = client.map(List::of).orElseGet(() ->
                admin.members(group).members().stream().map(GroupMembers.Member::clientId).toList());
        if (ids.isEmpty()) {
            throw CommandException.notFound("nobody of group " + group + " is connected");
        }
        Map<String, ClientCalls.Running> answers = new LinkedHashMap<>();
        for (String id : ids) {
            answers.put(id, admin.running(group, id, stacks).orElseThrow(() ->
                    CommandException.notFound(id + " of group " + group + " is not connected")));
        }
        return answers;
    }

    private void print(String id, ClientCalls.Running running) {
        output.out().println("client " + id);
        new TreeMap<>(running.properties()).forEach((key, value) ->
                output.out().println("  " + key + "=" + CellText.printable(value)));
        output.list(TOPICS, topics(running));
        output.list(QUEUES, queues(running));
        if (running.jstack() != null) {
            output.out().println(running.jstack());
        }
        output.out().println();
    }

    private static Map<String, Object> tree(String id, ClientCalls.Running running) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("client", id);
        tree.put("properties", new TreeMap<>(running.properties()));
        tree.put("topics", topics(running).stream().map(TOPICS::tree).toList());
        tree.put("queues", queues(running).stream().map(QUEUES::tree).toList());
        if (running.jstack() != null) {
            tree.put("jstack", running.jstack());
        }
        return tree;
    }

    private static List<TopicRow> topics(ClientCalls.Running running) {
        return new TreeMap<>(running.statusTable()).entrySet().stream()
                .map(each -> new TopicRow(each.getKey(), each.getValue()))
                .toList();
    }

    private static List<QueueRow> queues(ClientCalls.Running running) {
        return new TreeMap<>(running.mqTable()).entrySet().stream()
                .map(each -> new QueueRow(each.getKey(), each.getValue()))
                .toList();
    }

    private static Optional<Instant> time(long millis) {
        return millis <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
