package io.skylark.server.config;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// The file of what was changed while the process ran. The process writes this one only, and never the file of the user;
/// what is in it wins over all other places. Written anew for each change, beside the old one and then in its place, so
/// that a crash leaves one or the other. Who deletes it takes all such changes back.
public final class Overlay {
    private static final String HEADING = "Settings that were changed while the server ran. They win over its"
            + " configuration file, its environment and its command line; delete this file to take them back.";

    private final Path file;

    Overlay(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /// What is in the file; nothing when there is none.
    Map<String, Setting> read(Catalog catalog, Problems problems) {
        if (Files.notExists(file)) {
            return Map.of();
        }
        Map<String, Setting> settings = new TreeMap<>(PropertiesFile.read(file, problems));
        settings.keySet().removeIf(name -> {
            boolean refused = catalog.isProtected(name);
            if (refused) {
                problems.warn(name + " (" + file + ") is ignored there: it can be set in the configuration file only");
            }
            return refused;
        });
        return settings;
    }

    /// @throws IOException when it cannot be written, in a sentence that says why; the old file holds then
    void write(Map<String, Setting> settings) throws IOException {
        Properties properties = new Properties();
        settings.forEach((name, setting) -> properties.setProperty(name, setting.value()));
        StringWriter text = new StringWriter();
        properties.store(text, HEADING);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer left = StandardCharsets.UTF_8.encode(text.toString());
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new IOException("cannot write " + file + " (" + failed + ")", failed);
        }
    }
}
