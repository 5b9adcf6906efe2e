package io.skylark.client.producer;

import io.skylark.client.message.BodyCompression;
import io.skylark.client.message.Message;
import io.skylark.client.message.OutgoingMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What waits in a lane for its turn. Immutable, apart from its result.
sealed interface Waiting {
    /// What it counts against the limit of a batch.
    int sizeBytes();

    /// The form in which it travels alone.
    OutgoingMessage alone();

    void stored(StoredMessages alone);

    void failed(Throwable cause);

    /// A message that can travel with others, or alone when there are none.
    ///
    /// @param inner encoded as part of a batch
    record Part(
            Message message,
            String messageId,
            byte[] inner,
            BodyCompression compression,
            int maxBodyBytes,
            CompletableFuture<SendReceipt> result)
            implements Waiting {

        @Override
        public int sizeBytes() {
            return inner.length;
        }

        @Override
        public OutgoingMessage alone() {
            return OutgoingMessage.of(message, messageId, compression, maxBodyBytes);
        }

        @Override
        public void stored(StoredMessages alone) {
            result.complete(alone.receipt());
        }

        @Override
        public void failed(Throwable cause) {
            result.completeExceptionally(cause);
        }
    }

    /// What travels alone in any case: a large, delayed or half message, or a batch that the program has put together.
    record Whole(OutgoingMessage alone, CompletableFuture<StoredMessages> result) implements Waiting {
        @Override
        public int sizeBytes() {
            return alone.body().remaining();
        }

        @Override
        public void stored(StoredMessages stored) {
            result.complete(stored);
        }

        @Override
        public void failed(Throwable cause) {
            result.completeExceptionally(cause);
        }
    }

    /// The batch of some parts.
    static OutgoingMessage together(String topic, List<Part> parts) {
        return OutgoingMessage.batch(topic, parts.stream().map(Part::messageId).toList(),
                parts.stream().map(Part::inner).toList());
    }
}
