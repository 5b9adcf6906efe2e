package io.skylark.conformance.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Skylark from an unpacked archive, started with its own scripts.
///
/// @param home the folder that holds `bin`, `conf` and `lib`
record SkylarkTarget(Path home) implements Target {
    static SkylarkTarget fromSystemProperties() {
        Path home = Path.of(System.getProperty("skylark.home", "")).toAbsolutePath().normalize();
        if (!Files.isRegularFile(home.resolve("bin/mqbroker"))) {
            throw new IllegalStateException("no unpacked archive at " + home + ": run mvn verify from the root, or set "
                    + "-Dskylark.home=<folder with bin/ and lib/>");
        }
        return new SkylarkTarget(home);
    }

    @Override
    public Server server(Path folder, Layout layout, String... more) {
        Target.emptyFolder(folder);
        int nameServerPort = Ports.freeForBroker();
        int brokerPort = Ports.freeForBroker();
        String nameServer = "127.0.0.1:" + nameServerPort;
        // The advertised address is left to the broker, except in two processes: another machine's name server
        // could not know it either.
        return switch (layout) {
            case ONE_PROCESS -> new Server(nameServer, List.of(process(folder, "skylark", brokerPort,
                    "bin/skylark", "server", "run", "-c", Target.configuration(folder.resolve("broker.conf"),
                            Target.lines(more, "brokerClusterName=DefaultCluster", "brokerName=broker-a",
                                    "listenPort=" + brokerPort, "namesrvListenPort=" + nameServerPort,
                                    "storePathRootDir=" + folder.resolve("store"))).toString())));
            case TWO_PROCESSES -> new Server(nameServer, List.of(
                    process(folder, "skylark-namesrv", 0, "bin/mqnamesrv", "-c",
                            Target.configuration(folder.resolve("namesrv.conf"),
                                    "listenPort=" + nameServerPort).toString()),
                    process(folder, "skylark-broker", brokerPort, "bin/mqbroker", "-n", nameServer, "-c",
                            Target.configuration(folder.resolve("broker.conf"),
                                    Target.lines(more, "brokerClusterName=DefaultCluster", "brokerName=broker-a",
                                            "brokerIP1=127.0.0.1", "listenPort=" + brokerPort,
                                            "storePathRootDir=" + folder.resolve("store"))).toString())));
        };
    }

    /// @param brokerPort the port that the boot line must name; 0 for a process without a broker
    private ServerProcess process(Path folder, String name, int brokerPort, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", home.resolve(script).toString()));
        command.addAll(List.of(arguments));
        Path userHome = folder.resolve("home");
        // HOME moves what scripts write; Java takes user.home from the user database, so it is told as well.
        Map<String, String> environment = Map.of("HOME", userHome.toString(),
                "JAVA_OPT_EXT", "-Duser.home=" + userHome);
        String bootLine = brokerPort == 0
                ? "^The Name Server boot success\\. serializeType=JSON, address "
                : "^The broker\\[broker-a, .*:%d\\] boot success\\. serializeType=JSON and name server is "
                        .formatted(brokerPort);
        return new ServerProcess(new Launch(name, command, environment, folder, Pattern.compile(bootLine)));
    }
}
