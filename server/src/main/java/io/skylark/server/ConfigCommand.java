package io.skylark.server;

import io.skylark.server.config.Arguments;
import io.skylark.server.config.Arguments.Action;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.Explanation;
import io.skylark.server.config.NameServerSettings;
import io.skylark.server.config.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark config ...`: looks at configuration files without starting anything.
@Command(name = "config", description = ConfigCommand.DESCRIPTION, synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
    static final String DESCRIPTION = "Check, show, explain and compare configuration files.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// A file of settings as a server would read it.
    private record Reading(Configuration configuration, Problems problems) {

        /// @param isolated whether only the file counts, and not the environment of whoever asks
        static Reading of(Optional<String> file, List<String> words, boolean isolated) {
            Problems problems = new Problems();
            Map<String, String> overrides = new LinkedHashMap<>();
            words.forEach(word -> Arguments.override(word, overrides, problems));
            Environment process = Environment.ofProcess();
            Environment environment = isolated ? process.withoutVariables() : process;
            boolean nameServer = file.map(name -> String.valueOf(Path.of(name).getFileName()))
                    .filter(name -> name.contains("namesrv"))
                    .isPresent();
            Arguments arguments = new Arguments(Optional.empty(), file, overrides, Action.RUN);
            Configuration configuration;
            if (nameServer) {
                configuration = Configuration.load(
                        NameServerSettings.catalog(), arguments, NameServerSettings.VARIABLES, Map.of(), environment,
                        problems);
                NameServerSettings.read(configuration);
            } else {
                configuration = Configuration.load(
                        BrokerSettings.catalog().and(NameServerSettings.catalogBesideBroker()), arguments,
                        BrokerSettings.VARIABLES, Map.of(), environment, problems);
                NameServerSettings.readBesideBroker(configuration);
                BrokerSettings.read(configuration);
            }
            return new Reading(configuration, problems);
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Say everything that is wrong or doubtful in a file. A file whose name contains 'namesrv' is read"
                    + " as one of a name server, all others as one of a broker.")
    int check(
            @Parameters(paramLabel = "FILE") String file,
            @Option(names = "--strict-config", description = "unknown keys are errors") boolean strict) {
        Reading reading = Reading.of(Optional.of(file), strict ? List.of("strictConfig=true") : List.of(), true);
        Problems problems = reading.problems;
        problems.errors().forEach(error -> print("error: " + error));
        problems.warnings().forEach(warning -> print("warning: " + warning));
        problems.notes().forEach(note -> print("note: " + note));
        if (problems.errors().isEmpty()) {
            print(file + " is valid" + (problems.warnings().isEmpty()
                    ? "" : ", with " + problems.warnings().size() + " warnings"));
            return ExitCode.OK;
        }
        print(file + " is not valid: " + problems.errors().size() + " errors");
        return ExitCode.USAGE;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Print the settings that a server would start with.")
    int show(
            @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = "configuration file")
                    Optional<String> file,
            @Option(names = "--origin", description = "say where each comes from") boolean origin,
            @Option(names = "--changed", description = "only those that somebody set") boolean changed,
            @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "settings that win over the file")
                    List<String> words) {
        Reading reading = Reading.of(file, Objects.requireNonNullElse(words, List.of()), false);
        reading.problems.errors().forEach(error -> spec.commandLine().getErr().println("error: " + error));
        for (Configuration.Line line : reading.configuration.lines()) {
            if (!changed || line.isSet()) {
                print(line.name() + "=" + line.value() + (origin ? "    # " + line.origin() : ""));
            }
        }
        return reading.problems.errors().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Say what a key means, what it may be, and when a change takes effect.")
    int explain(@Parameters(paramLabel = "KEY") String key) {
        List<String> lines = new ArrayList<>();
        Explanation.of("broker", BrokerSettings.catalog(), key).ifPresent(lines::addAll);
        Explanation.of("name server", NameServerSettings.catalog(), key).ifPresent(lines::addAll);
        if (lines.isEmpty()) {
            spec.commandLine().getErr().println(key + " is not known" + BrokerSettings.catalog().hint(key));
            return ExitCode.USAGE;
        }
        lines.forEach(this::print);
        return ExitCode.OK;
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Compare what two files come to: '-' lines hold with the first, '+' lines with the second.")
    int diff(@Parameters(paramLabel = "A") String first, @Parameters(paramLabel = "B") String second) {
        Reading a = Reading.of(Optional.of(first), List.of(), true);
        Reading b = Reading.of(Optional.of(second), List.of(), true);
        if (!a.problems.errors().isEmpty() || !b.problems.errors().isEmpty()) {
            a.problems.errors().forEach(error -> spec.commandLine().getErr().println("error: " + error));
            b.problems.errors().forEach(error -> spec.commandLine().getErr().println("error: " + error));
            return ExitCode.USAGE;
        }
        Map<String, String> before = a.configuration.plain();
        Map<String, String> after = b.configuration.plain();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                print("- " + name + "=" + before.getOrDefault(name, ""));
                print("+ " + name + "=" + after.getOrDefault(name, ""));
            }
        }
        return ExitCode.OK;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
