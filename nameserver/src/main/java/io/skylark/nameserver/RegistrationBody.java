package io.skylark.nameserver;

import io.skylark.protocol.api.Registration;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.json.Json;
import io.skylark.protocol.wire.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// What a broker sends when it registers, in either of two forms.
///
/// Plain: JSON. Compressed, which its first byte tells even where a broker of 5.5.0 says that it is not: a zlib stream
/// of
///
/// | size | field |
/// |---|---|
/// | 4 + n | data version, JSON |
/// | 4 | number of topics |
/// | 4 + n each | topic as text: name, read queues, write queues, permission, filter type, attributes as JSON |
/// | 4 + n | filter servers, JSON array |
/// | rest | mappings of static topics, from version 5.0.0 on; not read |
final class RegistrationBody {
    /// A compressed body may grow to so much: a million topics. What grows further is an attack.
    static final int MAX_INFLATED_BYTES = 64 * 1024 * 1024;

    private static final int TOPIC_PARTS = 6;

    /// The first byte of every zlib stream that brokers make, and of no JSON.
    private static final int ZLIB = 0x78;

    private RegistrationBody() {}

    /// Whether the body is the one that the checksum was made of. Brokers that send none are believed.
    static boolean matches(ByteBuffer body, @Nullable Integer checksum) {
        if (checksum == null || checksum == 0) {
            return true;
        }
        CRC32 crc = new CRC32();
        crc.update(body.duplicate());
        return checksum == ((int) crc.getValue() & Integer.MAX_VALUE);
    }

    /// @throws ProtocolException when the body is not to be understood, or too large
    static Registration.Body read(ByteBuffer body, boolean compressed) {
        if (!body.hasRemaining()) {
            return new Registration.Body(TopicTable.of(Map.of(), DataVersion.ZERO), List.of());
        }
        return compressed || body.get(body.position()) == ZLIB
                ? readFields(inflate(body))
                : Json.decode(body, Registration.Body.class);
    }

    private static ByteBuffer inflate(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(body.position(), bytes);
        try (InflaterInputStream stream = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            byte[] inflated = stream.readNBytes(MAX_INFLATED_BYTES + 1);
            if (inflated.length > MAX_INFLATED_BYTES) {
                throw new ProtocolException("the registration is larger than " + MAX_INFLATED_BYTES + " bytes");
            }
            return ByteBuffer.wrap(inflated);
        } catch (IOException broken) {
            throw new ProtocolException("the registration is no zlib stream: " + broken.getMessage());
        }
    }

    private static Registration.Body readFields(ByteBuffer fields) {
        DataVersion version = Json.decode(ByteBuffer.wrap(bytes(fields, "data version")), DataVersion.class);
        int count = length(fields, "topics");
        Map<String, TopicConfig> topics = new HashMap<>();
        for (int i = 0; i < count; i++) {
            TopicConfig topic = topic(new String(bytes(fields, "topic"), StandardCharsets.UTF_8));
            topics.put(topic.topicName(), topic);
        }
        return new Registration.Body(TopicTable.of(topics, version), filterServers(bytes(fields, "filter servers")));
    }

    private static TopicConfig topic(String text) {
        String[] parts = text.split(" ", TOPIC_PARTS);
        if (parts.length < TOPIC_PARTS - 1) {
            throw new ProtocolException("a topic of the registration is cut: " + text);
        }
        try {
            return new TopicConfig(
                    parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]),
                    parts[4], 0, false, Map.of());
        } catch (NumberFormatException notANumber) {
            throw new ProtocolException("a topic of the registration is broken: " + text);
        }
    }

    private static List<String> filterServers(byte[] json) {
        if (!(Json.tree(json) instanceof List<?> servers)) {
            throw new ProtocolException("the filter servers of the registration are no array");
        }
        return servers.stream().map(String::valueOf).toList();
    }

    private static byte[] bytes(ByteBuffer fields, String what) {
        byte[] bytes = new byte[length(fields, what)];
        fields.get(bytes);
        return bytes;
    }

    /// A length, or a number of things that have a length of 4 bytes at least: never more than what is left.
    private static int length(ByteBuffer fields, String what) {
        if (fields.remaining() < Integer.BYTES) {
            throw new ProtocolException("the registration ends before its " + what);
        }
        int length = fields.getInt();
        if (length < 0 || length > fields.remaining()) {
            throw new ProtocolException("length " + length + " of " + what + " exceeds the registration");
        }
        return length;
    }
}
