package io.skylark.client.admin;

import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.Optional;

/// What a queue holds now.
///
/// @param minOffset of the oldest message that is still there
/// @param maxOffset of the next message to come
/// @param lastUpdate when the newest message was stored; empty when there is none
public record TopicQueue(MessageQueue queue, long minOffset, long maxOffset, Optional<Instant> lastUpdate) {
    /// An upper bound: some may be delivered to nobody.
    public long messages() {
        return maxOffset - minOffset;
    }
}
