package io.skylark.broker.pop;

import java.util.concurrent.CompletableFuture;

/// How a pop went.
sealed interface PopOutcome {
    /// There are messages.
    record Popped(PoppedMessages messages, long rest) implements PopOutcome {}

    /// There are none that may be handed out now.
    record Nothing(long rest) implements PopOutcome {}

    /// The group starts in some of the queues; pop again when that is durable.
    record Beginning(CompletableFuture<Void> begun) implements PopOutcome {}

    /// The messages are not in memory: pop again on a thread that may wait for the disk.
    record OnDisk() implements PopOutcome {}

    /// Groups hold as many messages as they may.
    record TooManyHeld(int limit) implements PopOutcome {}
}
