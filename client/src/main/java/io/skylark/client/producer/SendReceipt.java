package io.skylark.client.producer;

import io.skylark.protocol.body.MessageQueue;

/// What a broker says of a message that it stored.
///
/// @param messageId the id that this client gave it, by which consumers and tools know it
/// @param offsetMessageId the id that the broker gave it: where it is stored
/// @param queueOffset its place in `queue`
public record SendReceipt(
        SendStatus status, String messageId, String offsetMessageId, MessageQueue queue, long queueOffset) {}
