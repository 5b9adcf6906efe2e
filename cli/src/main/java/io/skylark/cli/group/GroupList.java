package io.skylark.cli.group;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.SystemNames;
import io.skylark.cli.frame.Where;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark group list`
@Command(mixinStandardHelpOptions = true, description = "Those of the system are listed with --all only.")
final class GroupList implements Callable<Integer> {
    private static final Columns<String> COLUMNS = Columns.named("group", name -> name);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Where where = new Where();

    @Mixin
    private Output output = new Output();

    @Parameters(index = "0", arity = "0..1", paramLabel = "PART", description = "only names that contain this")
    private String part = "";

    @Option(names = {"-a", "--all"}, description = "those of the system too")
    private boolean all;

    @Override
    public Integer call() {
        return cluster.use(client -> output.list(COLUMNS, client.admin().within(where.scope()).groups().list().stream()
                .filter(group -> group.contains(part))
                .filter(group -> all || !SystemNames.isGroup(group))
                .toList()));
    }
}
