package io.skylark.cli.topic;

import io.skylark.cli.frame.ChangeReport;
import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.PermissionWord;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.MessageType;
import io.skylark.client.admin.Scope;
import io.skylark.client.admin.TopicAdmin;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark topic create TOPIC` and `skylark topic update TOPIC`
@Command(
        mixinStandardHelpOptions = true,
        footer = {"", "Example: skylark topic ${COMMAND-NAME} orders --queues 16 --type FIFO"})
final class TopicChange implements Callable<Integer> {
    private static final int STANDARD_QUEUES = 8;
    private static final String TYPE = "message.type";

    private final boolean create;

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Mixin
    private DryRun dryRun = new DryRun();

    @Parameters(paramLabel = "TOPIC", description = "its name")
    private String topic = "";

    @Option(names = {"-q", "--queues"}, paramLabel = "N",
            description = "queues on each broker, to read and to write (a new topic has 8)")
    private Optional<Integer> queues = Optional.empty();

    @Option(names = "--read-queues", paramLabel = "N", description = "queues that consumers read")
    private Optional<Integer> readQueues = Optional.empty();

    @Option(names = "--write-queues", paramLabel = "N",
            description = "queues that producers write; fewer than are read while queues are being taken away")
    private Optional<Integer> writeQueues = Optional.empty();

    @Option(names = "--perm", paramLabel = "rw|r|w|none", description = "what clients may do")
    private Optional<String> permission = Optional.empty();

    @Option(names = "--order", negatable = true,
            description = "whether its queues are named to clients one by one, see order-conf")
    private Optional<Boolean> order = Optional.empty();

    @Option(names = "--type", paramLabel = "TYPE",
            description = "what messages it takes, where brokers check it: NORMAL, FIFO, DELAY, TRANSACTION, MIXED,"
                    + " UNSPECIFIED")
    private Optional<MessageType> type = Optional.empty();

    @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "another attribute; may be repeated")
    private Map<String, String> attributes = Map.of();

    TopicChange(boolean create) {
        this.create = create;
    }

    @Override
    public Integer call() {
        return cluster.use(client -> change(client.admin()));
    }

    private void change(Admin admin) {
        TopicAdmin topics = admin.within(where.scope()).topics();
        SortedMap<String, TopicConfig> there = topics.settings(topic);
        ChangeReport report = new ChangeReport("topic", topic, dryRun, output);
        if (create && !there.isEmpty()) {
            throw CommandException.failed("topic " + topic + " exists already on " + String.join(", ", there.keySet())
                    + "; to change it: skylark topic update " + topic);
        }
        if (!create && there.isEmpty()) {
            throw new TopicNotFoundException(topic);
        }
        if (create) {
            TopicConfig wanted = changed(TopicConfig.of(topic, STANDARD_QUEUES, Permission.READ | Permission.WRITE));
            report.create(text(wanted), () -> topics.put(wanted));
            return;
        }
        there.forEach((broker, config) -> {
            TopicConfig wanted = changed(config);
            report.change(broker, text(wanted), () -> admin.within(Scope.broker(broker)).topics().put(wanted));
        });
    }

    private TopicConfig changed(TopicConfig config) {
        Map<String, String> all = new TreeMap<>(attributes);
        type.ifPresent(value -> all.put(TYPE, value.name()));
        return new TopicConfig(
                topic,
                readQueues.or(() -> queues).orElse(config.readQueueNums()),
                writeQueues.or(() -> queues).orElse(config.writeQueueNums()),
                permission.map(PermissionWord::bits).orElse(config.perm()),
                config.topicFilterType(),
                config.topicSysFlag(),
                order.orElse(config.order()),
                all);
    }

    private static String text(TopicConfig config) {
        String queues = config.readQueueNums() == config.writeQueueNums()
                ? config.readQueueNums() + (config.readQueueNums() == 1 ? " queue" : " queues")
                : config.readQueueNums() + " read and " + config.writeQueueNums() + " write queues";
        return queues + ", permission " + Permission.text(config.perm())
                + (config.order() ? ", ordered" : "")
                + (config.attributes().isEmpty() ? "" : ", " + new TreeMap<>(config.attributes()));
    }
}
