package io.skylark.client.consumer.group;

import io.skylark.client.consumer.OffsetStore;
import io.skylark.protocol.body.MessageQueue;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// Where offsets are kept: at the brokers, or by the consumer itself.
public interface Offsets {
    /// Empty when there is none for this queue. May block.
    OptionalLong stored(MessageQueue queue);

    /// As [#stored(MessageQueue)], but who keeps them may also say that a group that has none begins with the first
    /// message of a queue that is young.
    default OptionalLong storedOrYoung(MessageQueue queue) {
        return stored(queue);
    }

    CompletableFuture<Void> store(MessageQueue queue, long offset);

    /// Offsets in a store of the consumer's own.
    static Offsets in(OffsetStore store, String group) {
        return new Offsets() {
            @Override
            public OptionalLong stored(MessageQueue queue) {
                return store.read(group, queue);
            }

            @Override
            public CompletableFuture<Void> store(MessageQueue queue, long offset) {
                try {
                    store.write(group, queue, offset);
                    return CompletableFuture.completedFuture(null);
                } catch (Throwable notWritten) {
                    return CompletableFuture.failedFuture(notWritten);
                }
            }
        };
    }

    /// The offsets of others, to which nothing is stored.
    static Offsets readOnly(Offsets offsets) {
        return new Offsets() {
            @Override
            public OptionalLong stored(MessageQueue queue) {
                return offsets.stored(queue);
            }

            @Override
            public OptionalLong storedOrYoung(MessageQueue queue) {
                return offsets.storedOrYoung(queue);
            }

            @Override
            public CompletableFuture<Void> store(MessageQueue queue, long offset) {
                return CompletableFuture.completedFuture(null);
            }
        };
    }
}
