package io.skylark.cli.group;

import io.skylark.cli.frame.ChangeReport;
import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.GroupAdmin;
import io.skylark.client.admin.GroupSettings;
import io.skylark.client.admin.Scope;
import io.skylark.protocol.api.ConsumerGroup;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark group create GROUP` and `skylark group update GROUP`
@Command(
        mixinStandardHelpOptions = true,
        footer = {"", "Example: skylark group ${COMMAND-NAME} billing --retries 3"})
final class GroupChange implements Callable<Integer> {
    private final boolean create;

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Mixin
    private DryRun dryRun = new DryRun();

    @Parameters(paramLabel = "GROUP", description = "its name")
    private String group = "";

    @Option(names = "--retries", paramLabel = "N",
            description = "how often a message that failed comes back before it is a dead letter (a new group: 16);"
                    + " consumers that name a limit of their own, as those of RocketMQ do, have theirs")
    private Optional<Integer> retries = Optional.empty();

    @Option(names = "--retry-queues", paramLabel = "N", description = "queues of its retry topic (a new group: 1)")
    private Optional<Integer> retryQueues = Optional.empty();

    @Option(names = "--consume", negatable = true, description = "whether its members get messages at all")
    private Optional<Boolean> consume = Optional.empty();

    @Option(names = "--broadcast", negatable = true,
            description = "whether its members may ask for all messages each")
    private Optional<Boolean> broadcast = Optional.empty();

    @Option(names = "--ordered", negatable = true,
            description = "whether it consumes in order; brokers need to know it of groups that pop")
    private Optional<Boolean> ordered = Optional.empty();

    GroupChange(boolean create) {
        this.create = create;
    }

    @Override
    public Integer call() {
        return cluster.use(client -> change(client.admin()));
    }

    private void change(Admin admin) {
        GroupAdmin groups = admin.within(where.scope()).groups();
        ChangeReport report = new ChangeReport("group", group, dryRun, output);
        if (create) {
            if (groups.list().contains(group)) {
                throw CommandException.failed("group " + group + " exists already; to change it: skylark group update "
                        + group);
            }
            GroupSettings wanted = changed(GroupSettings.of(group));
            report.create(text(wanted), () -> groups.create(wanted));
            return;
        }
        GroupGet.settings(groups, group).forEach((broker, settings) -> {
            GroupSettings wanted = changed(of(settings));
            report.change(broker, text(wanted),
                    () -> admin.within(Scope.broker(broker)).groups().put(onWire(wanted, settings)));
        });
    }

    /// What this command has no option for stays as it is on the broker; attributes stay when none are named.
    private static ConsumerGroup.Settings onWire(GroupSettings wanted, ConsumerGroup.Settings there) {
        return new ConsumerGroup.Settings(
                wanted.name(), wanted.consume(), wanted.broadcast(), wanted.ordered(), wanted.retryQueues(),
                wanted.maxRetries(), there.notifyConsumerIdsChangedEnable(), there.groupSysFlag(),
                there.consumeFromMinEnable(), there.brokerId(), there.whichBrokerWhenConsumeSlowly(),
                there.consumeTimeoutMinute(), there.groupRetryPolicy(), there.subscriptionDataSet(), Map.of());
    }

    private GroupSettings of(ConsumerGroup.Settings there) {
        GroupSettings standard = GroupSettings.of(group);
        return standard
                .withConsume(Optional.ofNullable(there.consumeEnable()).orElse(standard.consume()))
                .withBroadcast(Optional.ofNullable(there.consumeBroadcastEnable()).orElse(standard.broadcast()))
                .withOrdered(Optional.ofNullable(there.consumeMessageOrderly()).orElse(standard.ordered()))
                .withMaxRetries(Optional.ofNullable(there.retryMaxTimes()).orElse(standard.maxRetries()))
                .withRetryQueues(Optional.ofNullable(there.retryQueueNums()).orElse(standard.retryQueues()));
    }

    private GroupSettings changed(GroupSettings settings) {
        return settings
                .withConsume(consume.orElse(settings.consume()))
                .withBroadcast(broadcast.orElse(settings.broadcast()))
                .withOrdered(ordered.orElse(settings.ordered()))
                .withMaxRetries(retries.orElse(settings.maxRetries()))
                .withRetryQueues(retryQueues.orElse(settings.retryQueues()));
    }

    private static String text(GroupSettings settings) {
        return settings.maxRetries() + " retries" + (settings.consume() ? "" : ", consuming off")
                + (settings.broadcast() ? "" : ", broadcast off") + (settings.ordered() ? ", ordered" : "");
    }
}
