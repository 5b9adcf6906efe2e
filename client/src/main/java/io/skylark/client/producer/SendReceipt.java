package io.skylark.client.producer;

import io.skylark.protocol.body.MessageQueue;
import org.jspecify.annotations.Nullable;

/// What a broker says of a message that it stored.
///
/// @param messageId the id that this client gave it, by which consumers and tools know it
/// @param offsetMessageId the id that the broker gave it: where it is stored
/// @param queueOffset its place in `queue`; 0 for a message that is delayed
/// @param recallHandle with which a delayed message can be taken back, if the broker lets it
public record SendReceipt(
        SendStatus status,
        String messageId,
        String offsetMessageId,
        MessageQueue queue,
        long queueOffset,
        @Nullable String recallHandle) {}
