package io.skylark.bench.compare;

import io.skylark.bench.load.LoadResult;
import io.skylark.bench.official.ClientLoad;
import io.skylark.bench.official.KafkaSend;
import io.skylark.bench.official.RocketMqSend;
import io.skylark.bench.peer.ClassPath;
import io.skylark.bench.peer.KafkaPeer;
import io.skylark.bench.peer.Protocol;
import io.skylark.bench.peer.Usage;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Synchronous sends of a server's official client, which runs in a process of its own on its own class path.
record OfficialClientWork(int threads, int bytes, int queues) implements Row.Work {
    private static final String ROCKETMQ_PROJECT = "rocketmq-client";
    private static final String TOPIC = "bench-client";

    @Override
    public boolean fits(Protocol protocol) {
        return true;
    }

    @Override
    public Figures run(Bed bed) throws IOException {
        Path errors = bed.folder().resolve("client.err");
        Process process = new ProcessBuilder(command(bed)).redirectError(errors.toFile()).start();
        UsageProbe probe = new UsageProbe(bed.peer(), () -> Usage.of(process.pid()).cpuNanos());
        try (BufferedReader lines = process.inputReader()) {
            LoadResult result = read(lines, probe);
            if (result == null) {
                throw new IOException("the official client ended without a result:\n" + Files.readString(errors));
            }
            return bed.figures(result, probe);
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command(Bed bed) throws IOException {
        Class<?> program;
        String classPath;
        if (bed.peer().protocol() == Protocol.REMOTING) {
            bed.topic(TOPIC, queues);
            program = RocketMqSend.class;
            classPath = ClassPath.resolve(ROCKETMQ_PROJECT, bed.shared());
        } else {
            program = KafkaSend.class;
            classPath = ClassPath.resolve(KafkaPeer.PROJECT, bed.shared());
        }
        Path home = bed.folder().resolve("client-home");
        Files.createDirectories(home);
        InetSocketAddress server = bed.peer().nameServer();
        ClientLoad.Order order = new ClientLoad.Order(server.getHostString() + ":" + server.getPort(), TOPIC, queues,
                threads, bytes, bed.interval().warmUp().toMillis(), bed.interval().measured().toMillis());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "-Duser.home=" + home,
                "-Drocketmq.client.logRoot=" + home.resolve("logs"), "-Drocketmq.client.logLevel=WARN",
                "-cp", String.join(File.pathSeparator, place(ClientLoad.class), place(Histogram.class), classPath),
                program.getName()));
        command.addAll(order.arguments());
        return command;
    }

    /// The folder or archive that a class comes from.
    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " has no place", e);
        }
    }

    private @Nullable LoadResult read(BufferedReader lines, UsageProbe probe) throws IOException {
        Map<String, Long> failures = new TreeMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(ClientLoad.BEGIN)) {
                probe.begin();
            } else if (line.equals(ClientLoad.END)) {
                probe.end();
            } else if (line.startsWith(ClientLoad.FAILURE)) {
                String[] countAndWhat = line.substring(ClientLoad.FAILURE.length()).split(" ", 2);
                failures.put(countAndWhat[1], Long.parseLong(countAndWhat[0]));
            } else if (line.startsWith(ClientLoad.RESULT)) {
                return result(line.substring(ClientLoad.RESULT.length()), failures);
            }
        }
        return null;
    }

    private LoadResult result(String text, Map<String, Long> failures) throws IOException {
        String[] nanosAndLatency = text.split(" ", 2);
        try {
            Histogram latency = Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(nanosAndLatency[1])), 0);
            long count = latency.getTotalCount();
            return new LoadResult(Duration.ofNanos(Long.parseLong(nanosAndLatency[0])), count, count, count * bytes,
                    latency, failures);
        } catch (DataFormatException e) {
            throw new IOException("the official client's result cannot be read", e);
        }
    }
}
