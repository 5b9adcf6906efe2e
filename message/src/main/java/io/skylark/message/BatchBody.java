package io.skylark.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The body of a batch send: inner messages back to back, each `total size 4, magic 4 (0), body CRC 4 (0), flag 4,
/// body length 4 + body, properties length 2 + properties`.
public final class BatchBody {
    private static final int FIXED = 4 + 4 + 4 + 4 + 4 + 2;

    /// One message of a batch; `body` and `properties` are views of the batch.
    public record Inner(int flag, ByteBuffer body, ByteBuffer properties) {}

    private BatchBody() {}

    /// Splits a batch from the source's position to its limit; the source is not moved.
    ///
    /// @throws IllegalArgumentException when the lengths do not agree with each other, or the batch is empty
    public static List<Inner> split(ByteBuffer source) {
        List<Inner> messages = new ArrayList<>();
        int at = source.position();
        while (at < source.limit()) {
            int left = source.limit() - at;
            int total = left < FIXED ? -1 : source.getInt(at);
            int bodyLength = total < FIXED || total > left ? -1 : source.getInt(at + 16);
            if (bodyLength < 0 || bodyLength > total - FIXED) {
                throw new IllegalArgumentException("broken batch: message " + messages.size() + " at byte "
                        + (at - source.position()) + " has total size " + total + " of " + left + " bytes left");
            }
            int propertiesLength = source.getShort(at + 20 + bodyLength) & 0xFFFF;
            if (FIXED + bodyLength + propertiesLength != total) {
                throw new IllegalArgumentException("broken batch: message " + messages.size()
                        + " has a properties length of " + propertiesLength + " that does not end at its total size");
            }
            messages.add(new Inner(
                    source.getInt(at + 12),
                    source.slice(at + 20, bodyLength),
                    source.slice(at + 22 + bodyLength, propertiesLength)));
            at += total;
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("broken batch: it is empty");
        }
        return messages;
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
