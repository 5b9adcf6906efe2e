package io.skylark.client.admin;

import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// How far a group is in one queue.
///
/// @param brokerOffset of the next message to come
/// @param consumerOffset of the next message to consume; empty when the group has not begun
/// @param lastConsumed when the last message that it consumed was stored; empty when nobody knows
public record QueueLag(
        MessageQueue queue, long brokerOffset, OptionalLong consumerOffset, Optional<Instant> lastConsumed) {

    /// Messages to go; 0 where the group has not begun.
    public long lag() {
        return consumerOffset.isPresent() ? Math.max(0, brokerOffset - consumerOffset.getAsLong()) : 0;
    }
}
