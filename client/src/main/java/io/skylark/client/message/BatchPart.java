package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.BatchBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One message on its way into a batch: checked and measured when it is sent, written once, when its batch is put
/// together. Immutable. Internal to the client.
public final class BatchPart {
    private final Message message;
    private final String messageId;
    private final byte[] properties;

    private BatchPart(Message message, String messageId, byte[] properties) {
        this.message = message;
        this.messageId = messageId;
        this.properties = properties;
    }

    /// @param messageId the id that names it everywhere
    /// @throws MessageRejectedException when it is too large to travel
    public static BatchPart of(Message message, String messageId, int maxBodyBytes) {
        byte[] properties =
                OutgoingMessage.properties(message, messageId).getBytes(StandardCharsets.UTF_8);
        OutgoingMessage.checkProperties(properties.length);
        BatchPart part = new BatchPart(message, messageId, properties);
        if (part.sizeBytes() > maxBodyBytes) {
            throw OutgoingMessage.tooLarge(part.sizeBytes(), " as part of a batch", maxBodyBytes);
        }
        return part;
    }

    public Message message() {
        return message;
    }

    public String messageId() {
        return messageId;
    }

    /// As part of a batch.
    public int sizeBytes() {
        return BatchBody.encodedSize(message.sizeBytes(), properties.length);
    }

    /// Batches are not compressed.
    void writeTo(ByteBuffer target) {
        BatchBody.put(target, 0, message.ownBody(), properties);
    }
}
