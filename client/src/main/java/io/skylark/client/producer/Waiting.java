package io.skylark.client.producer;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.BatchPart;
import io.skylark.client.message.BodyCompression;
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

    /// When its time is over, for the clock of the session; what was added later has more.
    long deadlineNanos();

    /// Room among the sends under way that is given back when this one ends; 0 when it took none.
    int heldBytes();

    /// A message that can travel with others, or alone when there are none.
    record Part(
            BatchPart inner,
            BodyCompression compression,
            int maxBodyBytes,
            int heldBytes,
            long deadlineNanos,
            CompletableFuture<SendReceipt> result)
            implements Waiting {

        @Override
        public int sizeBytes() {
            return inner.sizeBytes();
        }

        @Override
        public OutgoingMessage alone() {
            return OutgoingMessage.of(inner.message(), inner.messageId(), compression, maxBodyBytes);
        }

        @Override
        public void stored(StoredMessages alone) {
            result.complete(alone.receipt());
        }

        /// Of a batch that failed every message gets a failure of its own.
        @Override
        public void failed(Throwable cause) {
            List<String> id = List.of(inner.messageId());
            result.completeExceptionally(cause instanceof SkylarkException known && !known.messageIds().equals(id)
                    ? SkylarkException.ofSend(known, id)
                    : cause);
        }
    }

    /// What travels alone in any case: a large, delayed or half message, or a batch that the program has put together.
    record Whole(OutgoingMessage alone, long deadlineNanos, CompletableFuture<StoredMessages> result)
            implements Waiting {

        @Override
        public int sizeBytes() {
            return alone.body().remaining();
        }

        @Override
        public int heldBytes() {
            return 0;
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
}
