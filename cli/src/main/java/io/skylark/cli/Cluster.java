package io.skylark.cli;

import io.skylark.client.SkylarkClient;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which cluster a command talks to.
final class Cluster {
    @Option(
            names = {"-n", "--name-server"},
            paramLabel = "HOST:PORT;...",
            description = "name servers (default: the variable NAMESRV_ADDR, or localhost:9876)")
    private Optional<String> nameServers = Optional.empty();

    SkylarkClient connect() {
        return nameServers.map(SkylarkClient::connect).orElseGet(SkylarkClient::connect);
    }
}
