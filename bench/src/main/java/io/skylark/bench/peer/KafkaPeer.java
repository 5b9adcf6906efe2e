package io.skylark.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Apache Kafka 4.3.1 from Maven Central, one node that is broker and controller, with the JVM flags of its scripts. It
/// forces each message to disk before it answers, as a broker that acknowledges what is durable.
public record KafkaPeer(String name, String classPath) implements Peer {
    /// The project in this package's resources that resolves [#classPath()].
    public static final String PROJECT = "kafka-server";

    private static final String VERSION = "4.3.1";
    private static final Duration FORMAT_LIMIT = Duration.ofMinutes(2);

    @Override
    public String description() {
        return "Apache Kafka " + VERSION + ", flush.messages=1 and acks=1, heap 1g, flags as in its scripts; only "
                + "the row of official clients, with Kafka's own";
    }

    @Override
    public RunningPeer start(Path folder) throws IOException {
        Files.createDirectories(folder);
        int port = Ports.freeForBroker();
        int controllerPort = Ports.freeForBroker();
        Path configuration = folder.resolve("server.properties");
        Files.write(configuration, List.of("process.roles=broker,controller", "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port, "controller.listener.names=CONTROLLER",
                "log.dirs=" + folder.resolve("store"), "offsets.topic.replication.factor=1",
                "transaction.state.log.replication.factor=1", "transaction.state.log.min.isr=1",
                "log.flush.interval.messages=1"));
        Path logging = folder.resolve("log4j2.properties");
        Files.write(logging, List.of("appender.console.type=Console", "appender.console.name=console",
                "appender.console.layout.type=PatternLayout", "appender.console.layout.pattern=%p %m%n",
                "rootLogger.level=INFO", "rootLogger.appenderRef.console.ref=console"));
        format(folder, configuration);
        long start = System.nanoTime();
        List<String> words = java(folder, "kafka.Kafka", "-Xms1g", "-Xmx1g", "-server", "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20", "-XX:InitiatingHeapOccupancyPercent=35",
                "-XX:+ExplicitGCInvokesConcurrent", "-Dlog4j2.configurationFile=" + logging);
        words.add(configuration.toString());
        ServerProcess process = ServerProcess.start(new ServerProcess.Command(
                name, words, Map.of(), folder, Pattern.compile("Kafka Server started")));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new RunningPeer(Protocol.KAFKA, List.of(process), address, address, start);
    }

    private List<String> java(Path folder, String main, String... flags) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
        words.addAll(List.of(flags));
        words.addAll(List.of("-Duser.home=" + folder.resolve("home"), "-cp", classPath, main));
        return words;
    }

    /// A store has to be given the cluster's id before the first start.
    private void format(Path folder, Path configuration) throws IOException {
        List<String> words = java(folder, "kafka.tools.StorageTool", "-Xmx256m");
        words.addAll(List.of("format", "-t", clusterId(), "-c", configuration.toString()));
        Path output = folder.resolve(name + "-format.out");
        Process process =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            if (!process.waitFor(FORMAT_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("Kafka's store cannot be formatted:\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }

    /// Kafka writes ids as 22 characters of URL-safe base 64.
    private static String clusterId() {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
