package io.skylark.client.admin;

import io.skylark.protocol.body.MessageQueue;
import java.util.OptionalLong;

/// A group's way in one queue from one offset to another.
///
/// @param from empty when the group had not begun
public record OffsetMove(MessageQueue queue, OptionalLong from, long to) {
    /// As `orders/broker-a/3: 17 -> 4`, for previews.
    @Override
    public String toString() {
        return queue + ": " + (from.isPresent() ? from.getAsLong() : "none") + " -> " + to;
    }
}
