package io.skylark.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The body of a batch send: inner messages back to back, each `total size 4, magic 4 (0), body CRC 4 (0), flag 4,
/// body length 4 + body, properties length 2 + properties`.
///
/// It can be read in place: [#totalSize] checks the inner message at an absolute place, the methods behind it read one that
/// was checked.
public final class BatchBody {
    private static final int FLAG = 12;
    private static final int BODY_LENGTH = 16;
    private static final int BODY = 20;
    private static final int FIXED = 4 + 4 + 4 + 4 + 4 + 2;

    /// One message of a batch; `body` and `properties` are views of the batch.
    public record Inner(int flag, ByteBuffer body, ByteBuffer properties) {}

    private BatchBody() {}

    /// The size of the inner message at `at`; -1 when its lengths do not agree with each other and with the source's limit.
    public static int totalSize(ByteBuffer source, int at) {
        int left = source.limit() - at;
        int total = left < FIXED ? -1 : source.getInt(at);
        if (total < FIXED || total > left) {
            return -1;
        }
        int bodyLength = source.getInt(at + BODY_LENGTH);
        boolean fits = bodyLength >= 0
                && bodyLength <= total - FIXED
                && FIXED + bodyLength + propertiesLength(source, at) == total;
        return fits ? total : -1;
    }

    public static int flag(ByteBuffer source, int at) {
        return source.getInt(at + FLAG);
    }

    /// Where the body lies in the source.
    public static int bodyAt(int at) {
        return at + BODY;
    }

    public static int bodyLength(ByteBuffer source, int at) {
        return source.getInt(at + BODY_LENGTH);
    }

    /// Where the properties lie in the source.
    public static int propertiesAt(ByteBuffer source, int at) {
        return at + FIXED + bodyLength(source, at);
    }

    public static int propertiesLength(ByteBuffer source, int at) {
        return source.getShort(propertiesAt(source, at) - 2) & 0xFFFF;
    }

    /// Splits a batch from the source's position to its limit; the source is not moved.
    ///
    /// @throws IllegalArgumentException when the lengths do not agree with each other, or the batch is empty
    public static List<Inner> split(ByteBuffer source) {
        List<Inner> messages = new ArrayList<>();
        int at = source.position();
        while (at < source.limit()) {
            int total = totalSize(source, at);
            if (total < 0) {
                throw new IllegalArgumentException(fault(source, at, messages.size()));
            }
            messages.add(new Inner(
                    flag(source, at),
                    source.slice(bodyAt(at), bodyLength(source, at)),
                    source.slice(propertiesAt(source, at), propertiesLength(source, at))));
            at += total;
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("broken batch: it is empty");
        }
        return messages;
    }

    private static String fault(ByteBuffer source, int at, int number) {
        int left = source.limit() - at;
        int total = left < FIXED ? -1 : source.getInt(at);
        int bodyLength = total < FIXED || total > left ? -1 : bodyLength(source, at);
        if (bodyLength < 0 || bodyLength > total - FIXED) {
            return "broken batch: message " + number + " at byte " + (at - source.position()) + " has total size " + total
                    + " of " + left + " bytes left";
        }
        return "broken batch: message " + number + " has a properties length of " + propertiesLength(source, at)
                + " that does not end at its total size";
    }

    /// Encodes one inner message.
    public static byte[] encode(int flag, byte[] body, Map<String, String> properties) {
        byte[] encoded = Properties.encode(properties).getBytes(StandardCharsets.UTF_8);
        if (encoded.length > MessageLayout.MAX_PROPERTIES_BYTES) {
            throw new IllegalArgumentException("properties of " + encoded.length + " bytes exceed "
                    + MessageLayout.MAX_PROPERTIES_BYTES);
        }
        ByteBuffer target = ByteBuffer.allocate(encodedSize(body.length, encoded.length));
        put(target, flag, body, encoded);
        return target.array();
    }

    /// The size of one inner message.
    public static int encodedSize(int bodyLength, int propertiesLength) {
        return FIXED + bodyLength + propertiesLength;
    }

    /// Writes one inner message to a big-endian target that has room for it.
    ///
    /// @param properties encoded, at most [MessageLayout#MAX_PROPERTIES_BYTES]
    public static void put(ByteBuffer target, int flag, byte[] body, byte[] properties) {
        target.putInt(encodedSize(body.length, properties.length)).putInt(0).putInt(0).putInt(flag);
        target.putInt(body.length).put(body);
        target.putShort((short) properties.length).put(properties);
    }
}
