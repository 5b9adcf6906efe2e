package io.skylark.server;

import io.skylark.server.config.Arguments;
import io.skylark.server.config.Arguments.Action;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.NameServerSettings;
import io.skylark.server.config.Problems;
import io.skylark.server.control.Control;
import io.skylark.server.node.Node;
import io.skylark.server.node.StartFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `skylark server run` and `skylark dev` have in common: a name server and a broker in one process, configured by
/// one file in the keys of `broker.conf`.
final class InOneProcess {
    @Option(names = {"-c", "--config"}, paramLabel = "FILE", description = "file such as conf/broker.conf")
    private Optional<String> file = Optional.empty();

    @Option(names = {"-p", "--print"}, description = "print all settings and exit")
    private boolean print;

    @Option(names = "--strict-config", description = "unknown keys are errors")
    private boolean strict;

    @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "settings that win over the file")
    private List<String> overrides = new ArrayList<>();

    /// All settings of such a process.
    record Settings(
            Environment environment,
            Problems problems,
            Configuration configuration,
            NameServerSettings nameServer,
            BrokerSettings broker) {

        Node start() throws StartFailure {
            return Node.both(nameServer, broker, Control.of(configuration));
        }
    }

    boolean print() {
        return print;
    }

    /// @param profile standards that differ from the built-in ones
    Settings read(Environment environment, Map<String, String> profile) {
        Problems problems = new Problems();
        Map<String, String> settings = new LinkedHashMap<>();
        overrides.forEach(word -> Arguments.override(word, settings, problems));
        if (strict) {
            Arguments.override("strictConfig=true", settings, problems);
        }
        Configuration configuration = Configuration.load(
                BrokerSettings.catalog().and(NameServerSettings.catalogBesideBroker()),
                new Arguments(Optional.empty(), file, settings, Action.RUN),
                BrokerSettings.VARIABLES, profile, environment, problems);
        return new Settings(
                environment, problems, configuration, NameServerSettings.readBesideBroker(configuration),
                BrokerSettings.read(configuration));
    }
}
