package io.skylark.bench.clients;

import io.skylark.bench.compare.UsageProbe;
import io.skylark.bench.peer.RunningPeer;
import io.skylark.bench.peer.Usage;
import io.skylark.bench.subject.Order;
import io.skylark.bench.subject.SubjectRun;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Runs one client in a process of its own.
///
/// @param flags more for its JVM
record SubjectProcess(Contender contender, Libraries libraries, List<String> flags, Path folder) {
    private static final String HEAP = "-Xmx512m";
    private static final long END_SECONDS = 15;

    /// @param told hears of failures
    Sample run(RunningPeer peer, Order order, FailureReport told) throws IOException {
        Files.createDirectories(folder);
        Path errors = folder.resolve("client.err");
        Process process = new ProcessBuilder(command(order)).redirectError(errors.toFile()).start();
        UsageProbe probe = new UsageProbe(peer, () -> Usage.of(process.pid()).cpuNanos());
        try (BufferedReader lines = process.inputReader()) {
            Map<String, Long> failures = new TreeMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(SubjectRun.BEGIN)) {
                    probe.begin();
                } else if (line.equals(SubjectRun.END)) {
                    probe.end();
                } else if (line.startsWith(SubjectRun.FAILURE)) {
                    String[] countAndWhat = line.substring(SubjectRun.FAILURE.length()).split(" ", 2);
                    failures.put(countAndWhat[1], Long.parseLong(countAndWhat[0]));
                } else if (line.startsWith(SubjectRun.RESULT)) {
                    told.tell(failures);
                    return sample(line.substring(SubjectRun.RESULT.length()).split(" "), failures, probe);
                }
            }
            throw new IOException(contender.title() + " ended without a result:\n" + Files.readString(errors));
        } finally {
            end(process);
        }
    }

    interface FailureReport {
        void tell(Map<String, Long> failures);
    }

    /// It says good-bye to the server after its result; what hangs there is killed.
    private static void end(Process process) throws IOException {
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private List<String> command(Order order) {
        Path home = folder.resolve("client-home");
        String classPath = String.join(File.pathSeparator, Libraries.place(SubjectRun.class).toString(),
                Libraries.place(Histogram.class).toString(), libraries.classPath());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(), HEAP,
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED", "-Duser.home=" + home,
                "-Drocketmq.client.logRoot=" + home.resolve("logs"), "-Drocketmq.client.logLevel=WARN"));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, contender.program().getName()));
        command.addAll(order.arguments());
        return command;
    }

    private static Sample sample(String[] result, Map<String, Long> failures, UsageProbe probe) throws IOException {
        double seconds = Long.parseLong(result[0]) / 1e9;
        double messages = Math.max(1, Long.parseLong(result[1]));
        return new Sample(
                messages / seconds,
                probe.loadNanos() / 1e3 / messages,
                Long.parseLong(result[2]) / messages,
                (probe.after().cpuNanos() - probe.before().cpuNanos()) / 1e3 / messages,
                Long.parseLong(result[3]) / 1e3,
                Long.parseLong(result[4]) / 1e3,
                failures.values().stream().mapToDouble(Long::doubleValue).sum());
    }
}
