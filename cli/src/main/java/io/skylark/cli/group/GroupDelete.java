package io.skylark.cli.group;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.GroupAdmin;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark group delete GROUP...`
@Command(mixinStandardHelpOptions = true, description = "Their retry topics and dead letters stay.")
final class GroupDelete implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(arity = "1..*", paramLabel = "GROUP", description = "its name; may be repeated")
    private List<String> groups = List.of();

    @Override
    public Integer call() {
        return cluster.use(client -> groups.forEach(group -> delete(client.admin().groups(), group)));
    }

    private void delete(GroupAdmin admin, String group) {
        var _ = GroupGet.settings(admin, group);
        int members = admin.members(group).members().size();
        String deed = "delete group " + group + " with its offsets"
                + (members == 0 ? "" : ", of which " + members + " members are connected");
        if (consent.given(deed)) {
            admin.delete(group);
            output.done("group", group, "deleted");
        }
    }
}
