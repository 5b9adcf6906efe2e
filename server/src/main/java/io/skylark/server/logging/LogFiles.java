package io.skylark.server.logging;

import io.skylark.server.config.Environment;
import java.nio.file.Path;

/// Where log files are: where users of RocketMQ look for them, `~/logs/rocketmqlogs`, unless `SKYLARK_LOG_DIR` says
/// otherwise.
public final class LogFiles {
    private LogFiles() {}

    public static Path of(Environment environment, String name) {
        String folder = environment.variables().getOrDefault("SKYLARK_LOG_DIR", "~/logs/rocketmqlogs");
        return environment.path(folder).toAbsolutePath().resolve(name);
    }
}
