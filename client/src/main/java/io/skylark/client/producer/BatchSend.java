package io.skylark.client.producer;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.message.BatchPart;
import io.skylark.client.message.Message;
import io.skylark.client.message.MessageIds;
import io.skylark.client.message.OutgoingMessage;
import java.util.ArrayList;
import java.util.List;

/// One send of messages that the program itself has put together.
final class BatchSend {
    private BatchSend() {}

    /// @throws MessageRejectedException when they cannot travel together
    static String topicOf(List<Message> messages) {
        if (messages.isEmpty()) {
            throw new MessageRejectedException("A batch must hold at least one message");
        }
        Message first = messages.get(0);
        for (Message message : messages) {
            if (!message.topic().equals(first.topic())) {
                throw new MessageRejectedException("A batch holds messages of one topic, not of " + first.topic()
                        + " and " + message.topic());
            }
            if (message.isDelayed()) {
                throw new MessageRejectedException("A delayed message cannot be part of a batch");
            }
            if (!message.shardingKey().equals(first.shardingKey())) {
                throw new MessageRejectedException("A batch goes to one queue, so its messages must have the same "
                        + "sharding key, not '" + first.shardingKey() + "' and '" + message.shardingKey() + "'");
            }
        }
        return first.topic();
    }

    static OutgoingMessage outgoing(List<Message> messages, MessageIds messageIds, int maxBodyBytes) {
        List<BatchPart> parts = new ArrayList<>(messages.size());
        for (Message message : messages) {
            parts.add(BatchPart.of(message, messageIds.next(), maxBodyBytes));
        }
        OutgoingMessage batch = OutgoingMessage.batch(messages.get(0).topic(), parts);
        if (batch.body().remaining() > maxBodyBytes) {
            throw new MessageRejectedException("The batch has " + batch.body().remaining() + " bytes, the limit is "
                    + maxBodyBytes);
        }
        return batch;
    }
}
