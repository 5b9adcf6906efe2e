package io.skylark.cli.topic;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.DryRun;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.PermissionWord;
import io.skylark.cli.frame.Where;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.Scope;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark topic perm TOPIC PERMISSION`
@Command(mixinStandardHelpOptions = true, footer = {"", "Example: skylark topic perm orders r"})
final class TopicPermission implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Mixin
    private DryRun dryRun = new DryRun();

    @Parameters(index = "0", paramLabel = "TOPIC", description = "its name")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "rw|r|w|none", description = "what clients may do")
    private String permission = "";

    @Override
    public Integer call() {
        int bits = PermissionWord.bits(permission);
        return cluster.use(client -> set(client.admin(), bits));
    }

    private void set(Admin admin, int bits) {
        SortedMap<String, TopicConfig> there = admin.within(where.scope()).topics().settings(topic);
        if (there.isEmpty()) {
            throw new TopicNotFoundException(topic);
        }
        there.forEach((broker, config) -> {
            String from = Permission.text(config.perm());
            String to = Permission.text(bits);
            if (!dryRun.prevents("change the permission of topic " + topic + " on " + broker + " from " + from + " to "
                    + to)) {
                admin.within(Scope.broker(broker)).topics().put(config.withPerm(bits));
                output.done("topic", topic, "permission " + to + " on " + broker + ", was " + from);
            }
        });
    }
}
