package io.skylark.bench.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Live objects of another JVM, right after a full collection, by the `jcmd` of the JDK that it runs on.
final class JavaHeap {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /// The last line of a class histogram: instances, then bytes.
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);

    private JavaHeap() {}

    /// @throws IOException when there is no such JVM, or no JDK that could look into it
    static long liveBytes(long pid) throws IOException {
        Path java = ProcessHandle.of(pid).flatMap(process -> process.info().command()).map(Path::of)
                .orElseThrow(() -> new IOException("process " + pid + " is not there, or not ours"));
        Path jcmd = java.resolveSibling("jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new IOException("there is no " + jcmd);
        }
        Path output = Files.createTempFile("heap", ".txt");
        try {
            // Its histogram counts what a full collection left, whatever the collector.
            Process process = new ProcessBuilder(
                    List.of(jcmd.toString(), Long.toString(pid), "GC.class_histogram"))
                    .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            await(process);
            return parse(Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    private static void await(Process process) throws IOException {
        try {
            if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IOException("jcmd gave no answer in " + LIMIT);
    }

    /// @param text of a class histogram
    static long parse(String text) throws IOException {
        Matcher total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("jcmd answered no histogram: " + text.lines().findFirst().orElse("nothing"));
        }
        return Long.parseLong(total.group(1));
    }
}
