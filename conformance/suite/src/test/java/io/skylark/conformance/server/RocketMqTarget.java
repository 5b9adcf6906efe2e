package io.skylark.conformance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Apache RocketMQ 5.5.0 from Maven Central, always in two processes.
///
/// @param classPath of its name server and broker
record RocketMqTarget(String classPath) implements Target {
    private static final String NAME_SERVER = "org.apache.rocketmq.namesrv.NamesrvStartup";
    private static final String BROKER = "org.apache.rocketmq.broker.BrokerStartup";
    /// Its default of 1 GiB is sparse, but the index and rocksdb files beside it are not worth more.
    private static final String SEGMENT_BYTES = Integer.toString(64 << 20);

    static RocketMqTarget fromSystemProperties() {
        Path file = Path.of(System.getProperty("conformance.classpaths", ".."), "rocketmq-5.5.0/target/class-path");
        try {
            return new RocketMqTarget(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("no class path of RocketMQ: build with -Dconformance.target=rocketmq", e);
        }
    }

    @Override
    public Server server(Path folder, Layout layout, String... more) {
        Target.emptyFolder(folder);
        int nameServerPort = Ports.freeForBroker();
        String nameServer = "127.0.0.1:" + nameServerPort;
        Path nameServerConf = Target.configuration(folder.resolve("namesrv.conf"), "listenPort=" + nameServerPort);
        return new Server(nameServer, List.of(
                process(folder, "rocketmq-namesrv", NAME_SERVER, nameServerConf, "^The Name Server boot success\\."),
                brokerProcess(folder, nameServer, "broker-a", more)));
    }

    @Override
    public Server broker(Path folder, String nameServer, String name) {
        Target.emptyFolder(folder);
        return new Server(nameServer, List.of(brokerProcess(folder, nameServer, name, new String[0])));
    }

    private ServerProcess brokerProcess(Path folder, String nameServer, String name, String[] more) {
        Path configuration = Target.configuration(folder.resolve("broker.conf"), Target.lines(more,
                "brokerClusterName=DefaultCluster", "brokerName=" + name, "brokerId=0", "brokerIP1=127.0.0.1",
                "listenPort=" + Ports.freeForBroker(), "namesrvAddr=" + nameServer,
                "storePathRootDir=" + folder.resolve("store"),
                "storePathCommitLog=" + folder.resolve("store/commitlog"),
                "mappedFileSizeCommitLog=" + SEGMENT_BYTES,
                // On a machine that is busy with a build it refuses sends after 200 ms in its queue, and a broker
                // that registered too late tries again only after 30 seconds.
                "brokerFastFailureEnable=false", "registerNameServerPeriod=10000",
                // Off by default there, on by default here.
                "enablePropertyFilter=true", "recallMessageEnable=true"));
        return process(folder, "rocketmq-broker", BROKER, configuration,
                "^The broker\\[" + name + ", .* boot success\\.");
    }

    private ServerProcess process(Path folder, String name, String main, Path configuration, String bootLine) {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Duser.home=" + folder.resolve("home"), "-Drocketmq.home.dir=" + folder,
                "-cp", classPath, main, "-c", configuration.toString());
        return new ServerProcess(new Launch(name, command, Map.of("ROCKETMQ_HOME", folder.toString()), folder,
                Pattern.compile(bootLine)));
    }
}
