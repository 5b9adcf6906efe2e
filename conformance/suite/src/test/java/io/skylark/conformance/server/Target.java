package io.skylark.conformance.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Whose servers are judged: ours, or those of Apache RocketMQ, which show that the scenarios themselves are right.
public sealed interface Target permits SkylarkTarget, RocketMqTarget {
    /// The target that the build chose with the system property `conformance.target`.
    static Target fromSystemProperties() {
        return of(System.getProperty("conformance.target", "skylark"));
    }

    /// The target with this name.
    static Target of(String name) {
        return switch (name) {
            case "skylark" -> SkylarkTarget.fromSystemProperties();
            case "rocketmq" -> RocketMqTarget.fromSystemProperties();
            default -> throw new IllegalArgumentException("conformance.target is " + name + ": skylark or rocketmq");
        };
    }

    /// A server that is not yet started.
    ///
    /// @param folder its configuration, output, home and data; emptied first
    /// @param more lines for the configuration of the broker
    Server server(Path folder, Layout layout, String... more);

    /// The same as it is shipped, for the whole of a test run. Others live for seconds, and may have options of the JVM that
    /// save processor time.
    default Server lastingServer(Path folder, Layout layout) {
        return server(folder, layout);
    }

    /// One more broker of the cluster of a server, with a process of its own; not yet started.
    ///
    /// @param folder as of a server
    /// @param nameServer of the server, where it registers
    /// @param name of the broker, which no other has
    Server broker(Path folder, String nameServer, String name);

    /// Writes a file of `key=value` lines.
    static Path configuration(Path file, List<String> lines) {
        try {
            return Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// The same of these lines.
    static Path configuration(Path file, String... lines) {
        return configuration(file, List.of(lines));
    }

    /// These lines, and more behind them, which win.
    static List<String> lines(String[] more, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toList();
    }

    /// An empty folder with a `home` in it.
    static Path emptyFolder(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> old = Files.walk(folder)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.createDirectories(folder.resolve("home"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + folder, e);
        }
    }
}
