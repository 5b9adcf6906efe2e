package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A message in the form in which it travels; several attempts send the same. Internal to the client.
///
/// @param sysFlag how the body is compressed, bits of [io.skylark.message.SysFlag]
/// @param body as it travels
/// @param properties encoded
public record OutgoingMessage(String topic, String messageId, int sysFlag, ByteBuffer body, String properties) {
    /// @param messageId the id that names it everywhere
    /// @throws MessageRejectedException when body or properties are too large to travel
    public static OutgoingMessage of(
            Message message, String messageId, BodyCompression compression, int maxBodyBytes) {
        BodyCompression.Compressed body = compression.compress(message.ownBody());
        if (body.bytes().length > maxBodyBytes) {
            throw new MessageRejectedException("The body has " + body.bytes().length + " bytes"
                    + (body.sysFlag() == 0 ? "" : " compressed") + ", the limit is " + maxBodyBytes);
        }
        Map<String, String> all = new LinkedHashMap<>(message.ownProperties());
        all.put(PropertyNames.UNIQUE_KEY, messageId);
        all.put(PropertyNames.WAIT, "true");
        String encoded = Properties.encode(all);
        int size = encoded.getBytes(StandardCharsets.UTF_8).length;
        if (size > MessageLayout.MAX_PROPERTIES_BYTES) {
            throw new MessageRejectedException(
                    "The properties have " + size + " bytes, the limit is " + MessageLayout.MAX_PROPERTIES_BYTES);
        }
        return new OutgoingMessage(
                message.topic(), messageId, body.sysFlag(), ByteBuffer.wrap(body.bytes()), encoded);
    }
}
