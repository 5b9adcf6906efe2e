package io.skylark.bench.compare;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.official.OfficialSend;
import io.skylark.bench.peer.ClassPath;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Synchronous sends of the official client, which runs in a process of its own on its own class path.
record OfficialClientWork(int threads, int bytes, int queues) implements Row.Work {
    private static final String PROJECT = "rocketmq-client";

    @Override
    public Figures run(Bed bed) throws IOException {
        Topic topic = bed.topic("bench-client", queues);
        Path home = bed.folder().resolve("client-home");
        Files.createDirectories(home);
        Path errors = bed.folder().resolve("client.err");
        Process process = new ProcessBuilder(command(bed, topic, home)).redirectError(errors.toFile()).start();
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

    private List<String> command(Bed bed, Topic topic, Path home) throws IOException {
        InetSocketAddress nameServer = bed.peer().nameServer();
        String classPath = ownClasses() + File.pathSeparator + ClassPath.resolve(PROJECT, bed.shared());
        return List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "-Duser.home=" + home,
                "-Drocketmq.client.logRoot=" + home.resolve("logs"), "-Drocketmq.client.logLevel=WARN",
                "-cp", classPath, OfficialSend.class.getName(),
                nameServer.getHostString() + ":" + nameServer.getPort(), topic.name(), Integer.toString(threads),
                Integer.toString(bytes), Long.toString(bed.interval().warmUp().toMillis()),
                Long.toString(bed.interval().measured().toMillis()));
    }

    private static Path ownClasses() {
        try {
            return Path.of(OfficialSend.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("our own classes have no place", e);
        }
    }

    private @Nullable LoadResult read(BufferedReader lines, UsageProbe probe) throws IOException {
        Map<String, Long> failures = new TreeMap<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(OfficialSend.BEGIN)) {
                probe.begin();
            } else if (line.equals(OfficialSend.END)) {
                probe.end();
            } else if (line.startsWith(OfficialSend.FAILURE)) {
                String[] countAndWhat = line.substring(OfficialSend.FAILURE.length()).split(" ", 2);
                failures.put(countAndWhat[1], Long.parseLong(countAndWhat[0]));
            } else if (line.startsWith(OfficialSend.RESULT)) {
                return result(line.substring(OfficialSend.RESULT.length()), failures);
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
