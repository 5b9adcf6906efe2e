package io.skylark.server.logging;

import io.skylark.server.config.Configuration;
import java.nio.file.Path;

/// Where the log lines of a process go, and in which form.
///
/// @param file when they do not go to the standard output
public record LogPlan(boolean toStandardOutput, boolean json, Path file) {

    /// @param file for when nobody wants them on the standard output
    public static LogPlan of(Configuration configuration, Path file) {
        return of(configuration, file, Surroundings.ofProcess(configuration.environment().variables()));
    }

    static LogPlan of(Configuration configuration, Path file, Surroundings surroundings) {
        boolean standardOutput = switch (configuration.logOutput()) {
            case "STDOUT" -> true;
            case "FILE" -> false;
            default -> surroundings.expectStandardOutput();
        };
        return new LogPlan(standardOutput, configuration.logFormat().equals("JSON"), file);
    }
}
