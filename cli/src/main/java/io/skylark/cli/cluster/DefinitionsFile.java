package io.skylark.cli.cluster;

import io.skylark.cli.frame.YamlReader;
import io.skylark.protocol.json.Json;
import io.skylark.protocol.wire.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Definitions as a file has them: JSON, which begins with a brace, or YAML.
final class DefinitionsFile {
    private static final String STDIN = "-";

    private DefinitionsFile() {}

    /// @param file `-` for stdin
    /// @throws IllegalArgumentException when it holds none, or some of another format
    static Definitions read(String file) throws IOException {
        byte[] text = STDIN.equals(file) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        Definitions definitions = decode(text, file);
        if (definitions.format() != Definitions.FORMAT) {
            throw new IllegalArgumentException(file + " is of format " + definitions.format()
                    + ", and this version reads format " + Definitions.FORMAT);
        }
        return definitions;
    }

    private static Definitions decode(byte[] text, String file) {
        try {
            byte[] json = isJson(text)
                    ? text
                    : YamlReader.tree(text, file).map(Json::encodeStrict).orElseGet(() -> new byte[0]);
            return Json.decode(ByteBuffer.wrap(json), Definitions.class);
        } catch (ProtocolException other) {
            throw new IllegalArgumentException(
                    file + " holds no definitions as skylark cluster export writes them: " + other.getMessage(), other);
        }
    }

    private static boolean isJson(byte[] text) {
        for (byte next : text) {
            if (!Character.isWhitespace(next)) {
                return next == '{';
            }
        }
        return false;
    }
}
