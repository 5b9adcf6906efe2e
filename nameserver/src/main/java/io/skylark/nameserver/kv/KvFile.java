package io.skylark.nameserver.kv;

import io.skylark.protocol.json.Json;
import io.skylark.protocol.wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// The file of a [KvTable]: `{"configTable":{"namespace":{"key":"value"}}}`, the form that RocketMQ writes and reads.
/// Written anew for each change, beside the old one and then in its place, so that a crash leaves one or the other.
final class KvFile {
    /// A table whose file would be larger is refused.
    static final int MAX_BYTES = 16 * 1024 * 1024;

    /// The content of the file. Public for the JSON binding.
    public record Content(Map<String, Map<String, String>> configTable) {}

    private final Path path;

    KvFile(Path path) {
        this.path = path;
    }

    /// The empty table when there is no file.
    ///
    /// @throws IOException when there is a file that is not to be understood
    Content read() throws IOException {
        if (Files.notExists(path)) {
            return new Content(Map.of());
        }
        try {
            return Json.decode(ByteBuffer.wrap(Files.readAllBytes(path)), Content.class);
        } catch (ProtocolException broken) {
            throw new IOException(
                    path + " is damaged (" + broken.getMessage() + "): repair it, or move it away to start empty",
                    broken);
        } catch (IOException unreadable) {
            throw new IOException("cannot read " + path + " (" + unreadable + ")", unreadable);
        }
    }

    /// @throws IOException when the table is too large or cannot be written, in a sentence that says why
    void write(Content content) throws IOException {
        byte[] bytes = Json.encode(content);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("the table would have " + bytes.length + " bytes, more than " + MAX_BYTES);
        }
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path fresh = path.resolveSibling(path.getFileName() + ".tmp");
            try (FileChannel file = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    file.write(left);
                }
                file.force(true);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new IOException("cannot write " + path + " (" + failed + ")", failed);
        }
    }
}
