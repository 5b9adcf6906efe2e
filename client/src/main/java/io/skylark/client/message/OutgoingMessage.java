package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.BatchBody;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One message, or a batch of several, in the form in which it travels; several attempts send the same. Internal to the
/// client.
///
/// @param messageIds of each message of the batch
/// @param sysFlag how the body is compressed and what it is, bits of [io.skylark.message.SysFlag]
/// @param body as it travels
/// @param properties encoded; of a batch, those of no message
/// @param batch whether the body is a [BatchBody]
public record OutgoingMessage(
        String topic, List<String> messageIds, int sysFlag, ByteBuffer body, String properties, boolean batch) {

    /// @param messageId the id that names it everywhere
    /// @throws MessageRejectedException when body or properties are too large to travel
    public static OutgoingMessage of(
            Message message, String messageId, BodyCompression compression, int maxBodyBytes) {
        return of(message, messageId, compression, maxBodyBytes, 0);
    }

    /// @param flags more bits of the system flag
    public static OutgoingMessage of(
            Message message, String messageId, BodyCompression compression, int maxBodyBytes, int flags) {
        BodyCompression.Compressed body = compression.compress(message.ownBody());
        if (body.bytes().length > maxBodyBytes) {
            throw tooLarge(body.bytes().length, body.sysFlag() == 0 ? "" : " compressed", maxBodyBytes);
        }
        String encoded = Properties.encode(withId(message, messageId));
        checkProperties(encoded.getBytes(StandardCharsets.UTF_8).length);
        return new OutgoingMessage(
                message.topic(), List.of(messageId), body.sysFlag() | flags, ByteBuffer.wrap(body.bytes()), encoded,
                false);
    }

    /// A batch of encoded messages.
    ///
    /// @param inner from [#encodeInner(Message, String, int)], one for each id
    public static OutgoingMessage batch(String topic, List<String> messageIds, List<byte[]> inner) {
        int size = inner.stream().mapToInt(bytes -> bytes.length).sum();
        ByteBuffer body = ByteBuffer.allocate(size);
        inner.forEach(body::put);
        return new OutgoingMessage(
                topic, List.copyOf(messageIds), 0, body.flip(),
                Properties.encode(Map.of(PropertyNames.WAIT, "true")), true);
    }

    /// A message in the form in which it is part of a batch. Batches are not compressed.
    ///
    /// @throws MessageRejectedException when it is too large to travel
    public static byte[] encodeInner(Message message, String messageId, int maxBodyBytes) {
        try {
            byte[] encoded = BatchBody.encode(0, message.ownBody(), withId(message, messageId));
            if (encoded.length > maxBodyBytes) {
                throw tooLarge(encoded.length, " as part of a batch", maxBodyBytes);
            }
            return encoded;
        } catch (IllegalArgumentException tooManyProperties) {
            throw new MessageRejectedException("The " + tooManyProperties.getMessage());
        }
    }

    private static Map<String, String> withId(Message message, String messageId) {
        Map<String, String> all = new LinkedHashMap<>(message.ownProperties());
        all.put(PropertyNames.UNIQUE_KEY, messageId);
        all.put(PropertyNames.WAIT, "true");
        return all;
    }

    private static void checkProperties(int size) {
        if (size > MessageLayout.MAX_PROPERTIES_BYTES) {
            throw new MessageRejectedException(
                    "The properties have " + size + " bytes, the limit is " + MessageLayout.MAX_PROPERTIES_BYTES);
        }
    }

    private static MessageRejectedException tooLarge(int bytes, String form, int limit) {
        return new MessageRejectedException("The body has " + bytes + " bytes" + form + ", the limit is " + limit);
    }

    /// Of the first message, for lines that need one name.
    public String messageId() {
        return messageIds.get(0);
    }

    /// Ids of the offset ids that a broker joined with commas, one for each message.
    public List<String> offsetIds(String joined) {
        List<String> ids = new ArrayList<>(List.of(joined.split(",")));
        while (ids.size() < messageIds.size()) {
            ids.add("");
        }
        return ids;
    }
}
