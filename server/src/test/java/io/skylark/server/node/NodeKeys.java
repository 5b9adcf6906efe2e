package io.skylark.server.node;

import io.skylark.server.config.Arguments;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Catalog;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.NameServerSettings;
import io.skylark.server.config.Problems;
import io.skylark.server.control.Control;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/// The keys of servers whose data are in one folder, on a machine of which nothing else is known but its name and address.
public final class NodeKeys {
    private final Path folder;
    private final Map<String, String> keys =
            new HashMap<>(Map.of("brokerName", "broker-a", "mappedFileSizeCommitLog", "64MB"));

    public NodeKeys(Path folder) {
        this.folder = folder;
    }

    public void put(String key, Object value) {
        keys.put(key, value.toString());
    }

    String get(String key) {
        return keys.getOrDefault(key, "");
    }

    void remove(String key) {
        keys.remove(key);
    }

    /// A name server and a broker in one process.
    public Node both() throws StartFailure {
        Configuration configuration = configuration(
                BrokerSettings.catalog().and(NameServerSettings.catalogBesideBroker()), BrokerSettings.VARIABLES);
        return Node.both(
                NameServerSettings.readBesideBroker(configuration), BrokerSettings.read(configuration),
                Control.of(configuration));
    }

    Node nameServer() throws StartFailure {
        Configuration configuration = configuration(NameServerSettings.catalog(), NameServerSettings.VARIABLES);
        return Node.nameServer(NameServerSettings.read(configuration), Control.of(configuration));
    }

    Node broker() throws StartFailure {
        Configuration configuration = configuration(BrokerSettings.catalog(), BrokerSettings.VARIABLES);
        return Node.broker(BrokerSettings.read(configuration), Control.of(configuration));
    }

    private Configuration configuration(Catalog catalog, String variables) {
        Environment environment =
                new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "192.0.2.7");
        Problems problems = new Problems();
        Configuration configuration = Configuration.load(
                catalog,
                new Arguments(Optional.empty(), Optional.empty(), Map.copyOf(keys), Arguments.Action.RUN), variables,
                Map.of(), environment, problems);
        assertThat(problems.errors()).isEmpty();
        return configuration;
    }
}
