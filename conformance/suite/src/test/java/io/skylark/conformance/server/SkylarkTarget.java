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
    private static final String FIRST_BROKER = "broker-a";
    private static final String NAME_SERVER_BOOTS = "^The Name Server boot success\\. serializeType=JSON, address ";

    /// Compiled twice, a server that lives for seconds takes 1.8 s of processor time to start, and 0.9 s like this. A build
    /// starts more than a hundred.
    private static final String BRIEF = " -XX:TieredStopAtLevel=1";

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
        return server(folder, layout, BRIEF, more);
    }

    @Override
    public Server lastingServer(Path folder, Layout layout) {
        return server(folder, layout, "", new String[0]);
    }

    private Server server(Path folder, Layout layout, String options, String[] more) {
        Target.emptyFolder(folder);
        int nameServerPort = Ports.freeForBroker();
        int brokerPort = Ports.freeForBroker();
        String nameServer = "127.0.0.1:" + nameServerPort;
        // The advertised address is left to the broker, except in two processes: another machine's name server
        // could not know it either.
        return switch (layout) {
            case ONE_PROCESS -> new Server(nameServer, List.of(process(folder, options, "skylark",
                    brokerBoots(FIRST_BROKER, brokerPort),
                    "bin/skylark", "server", "run", "-c", Target.configuration(folder.resolve("broker.conf"),
                            Target.lines(more, "brokerClusterName=DefaultCluster", "brokerName=" + FIRST_BROKER,
                                    "listenPort=" + brokerPort, "namesrvListenPort=" + nameServerPort,
                                    "storePathRootDir=" + folder.resolve("store"))).toString())));
            case TWO_PROCESSES -> new Server(nameServer, List.of(
                    process(folder, options, "skylark-namesrv", NAME_SERVER_BOOTS, "bin/mqnamesrv", "-c",
                            Target.configuration(folder.resolve("namesrv.conf"),
                                    "listenPort=" + nameServerPort).toString()),
                    brokerProcess(folder, options, nameServer, FIRST_BROKER, brokerPort, more)));
        };
    }

    @Override
    public Server broker(Path folder, String nameServer, String name) {
        Target.emptyFolder(folder);
        return new Server(nameServer, List.of(
                brokerProcess(folder, BRIEF, nameServer, name, Ports.freeForBroker(), new String[0])));
    }

    private ServerProcess brokerProcess(
            Path folder, String options, String nameServer, String name, int port, String[] more) {
        return process(folder, options, "skylark-broker", brokerBoots(name, port), "bin/mqbroker", "-n", nameServer, "-c",
                Target.configuration(folder.resolve("broker.conf"),
                        Target.lines(more, "brokerClusterName=DefaultCluster", "brokerName=" + name,
                                "brokerIP1=127.0.0.1", "listenPort=" + port,
                                "storePathRootDir=" + folder.resolve("store"))).toString());
    }

    private static String brokerBoots(String name, int port) {
        return "^The broker\\[%s, .*:%d\\] boot success\\. serializeType=JSON and name server is "
                .formatted(name, port);
    }

    private ServerProcess process(
            Path folder, String options, String name, String bootLine, String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", home.resolve(script).toString()));
        command.addAll(List.of(arguments));
        Path userHome = folder.resolve("home");
        // HOME moves what scripts write; Java takes user.home from the user database, so it is told as well.
        Map<String, String> environment = Map.of("HOME", userHome.toString(),
                "JAVA_OPT_EXT", "-Duser.home=" + userHome + options);
        return new ServerProcess(new Launch(name, command, environment, folder, Pattern.compile(bootLine)));
    }
}
