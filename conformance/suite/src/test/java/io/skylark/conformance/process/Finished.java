package io.skylark.conformance.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path output = Files.createTempFile(installation.home(), "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .directory(installation.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(installation.variables());
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError(
                    command + " did not end within " + LIMIT_SECONDS + " s:\n" + Files.readString(output));
        }
        return new Finished(process.exitValue(), Files.readAllLines(output));
    }

    static Finished run(Installation installation, String command) throws IOException, InterruptedException {
        return run(installation, Map.of(), command);
    }
}
