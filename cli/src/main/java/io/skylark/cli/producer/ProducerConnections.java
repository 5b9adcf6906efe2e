package io.skylark.cli.producer;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.client.admin.ProducerAdmin;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `skylark producer connections GROUP`
@Command(mixinStandardHelpOptions = true)
final class ProducerConnections implements Callable<Integer> {
    private static final Columns<ProducerAdmin.Connection> COLUMNS =
            Columns.named("client", ProducerAdmin.Connection::clientId)
                    .with("broker", ProducerAdmin.Connection::broker)
                    .with("address", ProducerAdmin.Connection::address)
                    .with("language", ProducerAdmin.Connection::language)
                    .with("version", ProducerAdmin.Connection::version);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "GROUP", description = "of producers")
    private String group = "";

    @Override
    public Integer call() {
        return cluster.use(client -> {
            List<ProducerAdmin.Connection> connections = client.admin().producers().ofGroup(group);
            output.list(COLUMNS, connections);
            if (connections.isEmpty()) {
                output.remark("No producer of group " + group + " is connected.");
            }
        });
    }
}
