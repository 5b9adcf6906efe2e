package io.skylark.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Apache RocketMQ 5.5.0 from Maven Central: name server and broker, with the JVM flags of its scripts except for the
/// heap, and its default configuration except for ports and places, and for filters by SQL92, which are off there.
///
/// @param flushDiskType `ASYNC_FLUSH`, its default, or `SYNC_FLUSH`
/// @param classPath of both
public record RocketMqPeer(String name, String flushDiskType, String classPath) implements Peer {
    public static final String ASYNC_FLUSH = "ASYNC_FLUSH";
    public static final String SYNC_FLUSH = "SYNC_FLUSH";

    private static final String VERSION = "5.5.0";
    /// The scripts take 4 GiB and 8 GiB; together these fit a machine with 8 GiB.
    private static final String NAME_SERVER_HEAP = "1g";
    private static final String BROKER_HEAP = "3g";

    /// The project in this package's resources that resolves [#classPath()].
    public static final String PROJECT = "rocketmq-server";

    @Override
    public String description() {
        return "Apache RocketMQ " + VERSION + ", " + flushDiskType + ", heap " + BROKER_HEAP + " + "
                + NAME_SERVER_HEAP + " (name server), other flags as in its scripts";
    }

    @Override
    public RunningPeer start(Path folder) throws IOException {
        Files.createDirectories(folder);
        int nameServerPort = Ports.freeForBroker();
        int brokerPort = Ports.freeForBroker();
        InetSocketAddress nameServer = new InetSocketAddress(InetAddress.getLoopbackAddress(), nameServerPort);
        Path nameServerConf = folder.resolve("namesrv.conf");
        Files.write(nameServerConf, List.of("listenPort=" + nameServerPort,
                "kvConfigPath=" + folder.resolve("kvConfig.json"),
                "configStorePath=" + folder.resolve("namesrv.properties")));
        Path brokerConf = folder.resolve("broker.conf");
        Files.write(brokerConf, List.of("brokerClusterName=DefaultCluster", "brokerName=" + RunningPeer.BROKER_NAME,
                "brokerId=0", "brokerIP1=127.0.0.1", "listenPort=" + brokerPort, "flushDiskType=" + flushDiskType,
                "namesrvAddr=127.0.0.1:" + nameServerPort, "storePathRootDir=" + folder.resolve("store"),
                "enablePropertyFilter=true",
                "storePathCommitLog=" + folder.resolve("store/commitlog")));
        long start = System.nanoTime();
        List<ServerProcess> processes = new ArrayList<>();
        try {
            processes.add(ServerProcess.start(command(folder, "rocketmq-namesrv",
                    "org.apache.rocketmq.namesrv.NamesrvStartup", nameServerConf, "^The Name Server boot success",
                    "-Xms" + NAME_SERVER_HEAP, "-Xmx" + NAME_SERVER_HEAP)));
            processes.add(ServerProcess.start(command(folder, "rocketmq-broker",
                    "org.apache.rocketmq.broker.BrokerStartup", brokerConf, "^The broker\\[.*boot success",
                    "-Xms" + BROKER_HEAP, "-Xmx" + BROKER_HEAP, "-XX:+AlwaysPreTouch",
                    "-XX:MaxDirectMemorySize=15g")));
            return new RunningPeer(Protocol.REMOTING, processes, nameServer,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort), start);
        } catch (IOException e) {
            processes.reversed().forEach(ServerProcess::close);
            throw e;
        }
    }

    private ServerProcess.Command command(
            Path folder, String name, String main, Path configuration, String bootLine, String... memory) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-server"));
        words.addAll(List.of(memory));
        words.addAll(List.of("-XX:+UseG1GC", "-XX:G1HeapRegionSize=16m", "-XX:G1ReservePercent=25",
                "-XX:InitiatingHeapOccupancyPercent=30", "-XX:SoftRefLRUPolicyMSPerMB=0",
                "-XX:-OmitStackTraceInFastThrow", "-XX:-UseLargePages",
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.home=" + folder.resolve("home"), "-Drocketmq.home.dir=" + folder,
                "-cp", classPath, main, "-c", configuration.toString()));
        return new ServerProcess.Command(
                name, words, Map.of("ROCKETMQ_HOME", folder.toString()), folder, Pattern.compile(bootLine));
    }
}
