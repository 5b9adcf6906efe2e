package io.skylark.cli.namesrv;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark namesrv kv ...`
final class NameServerKeys {
    private static final String NAMESPACE = "such as ORDER_TOPIC_CONFIG";

    private NameServerKeys() {}

    /// Where a text is kept.
    private static final class Place {
        @Parameters(index = "0", paramLabel = "NAMESPACE", description = NAMESPACE)
        private String namespace = "";

        @Parameters(index = "1", paramLabel = "KEY", description = "its key")
        private String key = "";
    }

    /// `skylark namesrv kv list NAMESPACE`
    @Command(mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private static final Columns<Map.Entry<String, String>> COLUMNS =
                Columns.named("key", (Map.Entry<String, String> row) -> row.getKey())
                        .with("value", (Map.Entry<String, String> row) -> row.getValue());

        @Mixin
        private Cluster cluster = new Cluster();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "NAMESPACE", description = NAMESPACE)
        private String namespace = "";

        @Override
        public Integer call() {
            return cluster.use(client ->
                    output.list(COLUMNS, client.admin().nameServers().texts(namespace).entrySet()));
        }
    }

    /// `skylark namesrv kv get NAMESPACE KEY`
    @Command(mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {
        @Mixin
        private Cluster cluster = new Cluster();

        @Mixin
        private Output output = new Output();

        @Mixin
        private Place place = new Place();

        @Override
        public Integer call() {
            return cluster.use(client -> {
                String value = client.admin().nameServers().text(place.namespace, place.key).orElseThrow(() ->
                        CommandException.notFound("there is no key " + place.key + " in namespace " + place.namespace));
                output.tree(Map.of("key", place.key, "value", value), () -> output.out().println(value));
            });
        }
    }

    /// `skylark namesrv kv set NAMESPACE KEY VALUE`
    @Command(mixinStandardHelpOptions = true, description = "At all name servers.")
    static final class Put implements Callable<Integer> {
        @Mixin
        private Cluster cluster = new Cluster();

        @Mixin
        private Output output = new Output();

        @Mixin
        private Place place = new Place();

        @Parameters(index = "2", paramLabel = "VALUE", description = "the text")
        private String value = "";

        @Override
        public Integer call() {
            return cluster.use(client -> {
                client.admin().nameServers().putText(place.namespace, place.key, value);
                output.done("key", place.key, value);
            });
        }
    }

    /// `skylark namesrv kv delete NAMESPACE KEY`
    @Command(mixinStandardHelpOptions = true, description = "At all name servers.")
    static final class Delete implements Callable<Integer> {
        @Mixin
        private Cluster cluster = new Cluster();

        @Mixin
        private Output output = new Output();

        @Mixin
        private Consent consent = new Consent();

        @Mixin
        private Place place = new Place();

        @Override
        public Integer call() {
            return cluster.use(client -> {
                if (consent.given("delete key " + place.key + " of namespace " + place.namespace)) {
                    client.admin().nameServers().deleteText(place.namespace, place.key);
                    output.done("key", place.key, "deleted");
                }
            });
        }
    }
}
