package io.skylark.conformance.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A command that has ended.
///
/// @param lines what it printed, on either stream
record Finished(int exitCode, List<String> lines) {
    private static final long LIMIT_SECONDS = 60;

    /// Runs a command line in the folder of an installation and waits for its end.
    ///
    /// @param variables added to those of its user
    static Finished run(Installation installation, Map<String, String> variables, String command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(installation.folder().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(installation.variables());
        builder.environment().putAll(variables);
        Process process = builder.start();
        Thread watchdog = Thread.ofVirtual().start(() -> process.onExit()
                .completeOnTimeout(process, LIMIT_SECONDS, TimeUnit.SECONDS)
                .thenAccept(Process::destroyForcibly)
                .join());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        watchdog.join();
        return new Finished(exitCode, output.lines().toList());
    }

    static Finished run(Installation installation, String command) throws IOException, InterruptedException {
        return run(installation, Map.of(), command);
    }
}
