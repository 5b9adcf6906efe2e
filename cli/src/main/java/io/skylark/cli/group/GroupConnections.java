package io.skylark.cli.group;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Watch;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.GroupMembers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark group connections GROUP`
@Command(mixinStandardHelpOptions = true)
final class GroupConnections implements Callable<Integer> {
    private record Row(GroupMembers.Member member, Map<String, String> subscriptions) {}

    private static final Columns<Row> COLUMNS = Columns.named("client", (Row row) -> row.member.clientId())
            .with("address", (Row row) -> row.member.address())
            .with("language", (Row row) -> row.member.language())
            .with("version", (Row row) -> row.member.version())
            .with("subscriptions", Row::subscriptions);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Watch watch = new Watch();

    @Parameters(paramLabel = "GROUP", description = "its name")
    private String group = "";

    @Override
    public Integer call() throws InterruptedException {
        try (SkylarkClient client = cluster.connect()) {
            watch.run(() -> {
                GroupMembers members = client.admin().groups().members(group);
                Map<String, String> subscriptions = new TreeMap<>(members.subscriptions());
                output.list(COLUMNS, members.members().stream()
                        .map(member -> new Row(member, subscriptions))
                        .toList());
                if (members.members().isEmpty()) {
                    output.remark("Nobody of group " + group + " is connected.");
                }
            });
        }
        return 0;
    }
}
