package io.skylark.cli.context;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.ContextFile;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Verb;
import io.skylark.client.config.NameServerAddresses;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark context ...`
public final class ContextVerbs {
    public static final String DESCRIPTION = "Clusters by name, for the option -C of all commands.";

    public static final List<Verb> ALL = List.of(
            new Verb("list", "List the contexts; a star marks the current one.", Show::new),
            new Verb("use", "Let a context count when nothing else is said.", Use::new),
            new Verb("set", "Make a context, or change it.", Put::new),
            new Verb("delete", "Forget contexts.", Delete::new));

    private ContextVerbs() {}

    /// `skylark context list`
    @Command(mixinStandardHelpOptions = true)
    private static final class Show implements Callable<Integer> {
        private record Row(String name, String nameServers, boolean current) {}

        private static final Columns<Row> COLUMNS = Columns.named("context", Row::name)
                .with("nameServers", Row::nameServers)
                .with("current", Row::current);

        @Mixin
        private Cluster cluster = new Cluster();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() {
            ContextFile file = ContextFile.read(cluster.contextFile());
            output.list(COLUMNS, file.nameServers().entrySet().stream()
                    .map(each -> new Row(each.getKey(), each.getValue(),
                            file.current().equals(Optional.of(each.getKey()))))
                    .toList());
            if (file.nameServers().isEmpty()) {
                output.remark("No contexts in " + cluster.contextFile()
                        + "; skylark context set NAME HOST:PORT makes one.");
            }
            return 0;
        }
    }

    /// `skylark context use CONTEXT`
    @Command(mixinStandardHelpOptions = true)
    private static final class Use implements Callable<Integer> {
        @Mixin
        private Cluster cluster = new Cluster();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "CONTEXT", description = "its name")
        private String name = "";

        @Override
        public Integer call() {
            ContextFile.read(cluster.contextFile()).using(name).write(cluster.contextFile());
            output.done("context", name, "is the current one");
            return 0;
        }
    }

    /// `skylark context set CONTEXT NAME-SERVERS`
    @Command(
            mixinStandardHelpOptions = true,
            description = "The first one is the current one from then on.",
            footer = {"", "Example: skylark context set prod 'mq1:9876;mq2:9876'"})
    private static final class Put implements Callable<Integer> {
        @Mixin
        private Cluster cluster = new Cluster();

        @Mixin
        private Output output = new Output();

        @Parameters(index = "0", paramLabel = "CONTEXT", description = "its name: letters, digits, . _ -")
        private String name = "";

        @Parameters(index = "1", paramLabel = "HOST:PORT;...", description = "its name servers")
        private String nameServers = "";

        @Override
        public Integer call() {
            var _ = NameServerAddresses.parse(nameServers);
            ContextFile.read(cluster.contextFile()).with(name, nameServers).write(cluster.contextFile());
            output.done("context", name, "stands for " + nameServers);
            return 0;
        }
    }

    /// `skylark context delete CONTEXT...`
    @Command(mixinStandardHelpOptions = true)
    private static final class Delete implements Callable<Integer> {
        @Mixin
        private Cluster cluster = new Cluster();

        @Mixin
        private Output output = new Output();

        @Parameters(arity = "1..*", paramLabel = "CONTEXT", description = "its name; may be repeated")
        private List<String> names = List.of();

        @Override
        public Integer call() {
            for (String name : names) {
                ContextFile file = ContextFile.read(cluster.contextFile());
                if (!file.nameServers().containsKey(name)) {
                    throw CommandException.notFound("there is no context \"" + name + "\"");
                }
                file.without(name).write(cluster.contextFile());
                output.done("context", name, "forgotten");
            }
            return 0;
        }
    }
}
