package io.skylark.bench.clients;

import io.skylark.bench.peer.ClassPath;
import io.skylark.client.SkylarkClient;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/// What a program that uses a client has on its class path because of it.
///
/// @param files jars, or folders of classes when this runs from a build
record Libraries(List<Path> files) {
    private static final String OFFICIAL_PROJECT = "rocketmq-client";

    Libraries {
        files = List.copyOf(files);
    }

    /// As Maven resolves it.
    ///
    /// @param folder where the result is kept
    static Libraries official(Path folder) throws IOException {
        String classPath = ClassPath.resolve(OFFICIAL_PROJECT, folder);
        return new Libraries(Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList());
    }

    /// The client, and what its project declares.
    static Libraries skylark() {
        return new Libraries(Stream.of(SkylarkClient.class, Command.class, StoredMessage.class, Logger.class,
                NullMarked.class).map(Libraries::place).toList());
    }

    String classPath() {
        return String.join(File.pathSeparator, files.stream().map(Path::toString).toList());
    }

    long sizeBytes() throws IOException {
        long sum = 0;
        for (Path file : files) {
            try (Stream<Path> parts = Files.walk(file)) {
                for (Path part : parts.filter(Files::isRegularFile).toList()) {
                    sum += Files.size(part);
                }
            }
        }
        return sum;
    }

    /// The folder or jar that a class comes from.
    static Path place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " has no place", e);
        }
    }
}
