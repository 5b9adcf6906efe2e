package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One message, or a batch of several, in the form in which it travels; several attempts send the same. Internal to the
/// client.
///
/// @param messageIds of each message of the batch
/// @param sysFlag how the body is compressed and what it is, bits of [io.skylark.message.SysFlag]
/// @param body as it travels
/// @param properties encoded; of a batch, those of no message
/// @param batch whether the body is a [io.skylark.message.BatchBody]
/// @param request whether a consumer replies, so that its broker has to know this client
public record OutgoingMessage(
        String topic,
        List<String> messageIds,
        int sysFlag,
        ByteBuffer body,
        String properties,
        boolean batch,
        boolean request) {

    private static final String BATCH_PROPERTIES = Properties.encode(Map.of(PropertyNames.WAIT, "true"));
    private static final String ID_START = PropertyNames.UNIQUE_KEY + (char) Properties.NAME_END;
    private static final String ID_END = (char) Properties.VALUE_END + BATCH_PROPERTIES;

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
        String encoded = properties(message, messageId);
        checkProperties(encoded.getBytes(StandardCharsets.UTF_8).length);
        return new OutgoingMessage(
                message.topic(), List.of(messageId), body.sysFlag() | flags, ByteBuffer.wrap(body.bytes()), encoded,
                false, message.ownProperties().containsKey(PropertyNames.REPLY_TO_CLIENT));
    }

    /// A batch of messages.
    public static OutgoingMessage batch(String topic, List<BatchPart> parts) {
        int size = 0;
        List<String> messageIds = new ArrayList<>(parts.size());
        for (BatchPart part : parts) {
            size += part.sizeBytes();
            messageIds.add(part.messageId());
        }
        ByteBuffer body = ByteBuffer.allocate(size);
        for (BatchPart part : parts) {
            part.writeTo(body);
        }
        return new OutgoingMessage(topic, messageIds, 0, body.flip(), BATCH_PROPERTIES, true, false);
    }

    /// The message's own properties, and behind them its id and what is the same for all; their names are reserved, so
    /// that none occurs twice.
    static String properties(Message message, String messageId) {
        String added = ID_START + messageId + ID_END;
        Map<String, String> own = message.ownProperties();
        return own.isEmpty() ? added : Properties.encode(own) + added;
    }

    static void checkProperties(int size) {
        if (size > MessageLayout.MAX_PROPERTIES_BYTES) {
            throw new MessageRejectedException(
                    "The properties have " + size + " bytes, the limit is " + MessageLayout.MAX_PROPERTIES_BYTES);
        }
    }

    static MessageRejectedException tooLarge(int bytes, String form, int limit) {
        return new MessageRejectedException("The body has " + bytes + " bytes" + form + ", the limit is " + limit);
    }

    /// Of the first message, for lines that need one name.
    public String messageId() {
        return messageIds.get(0);
    }

    /// Ids of the offset ids that a broker joined with commas, one for each message.
    public List<String> offsetIds(String joined) {
        List<String> ids = new ArrayList<>(messageIds.size());
        int from = 0;
        for (int comma = joined.indexOf(','); comma >= 0; comma = joined.indexOf(',', from)) {
            ids.add(joined.substring(from, comma));
            from = comma + 1;
        }
        ids.add(joined.substring(from));
        while (ids.size() < messageIds.size()) {
            ids.add("");
        }
        return ids;
    }
}
