package io.skylark.client.consumer;

import io.skylark.protocol.body.MessageQueue;
import java.util.List;

/// How the members of a group share the queues of a topic. Every member computes its own share from the same lists, so
/// all of them must use the same strategy; those here agree with the official client's of the same kind, so that a
/// group may have members of both.
@FunctionalInterface
public interface RebalanceStrategy {
    /// The share of one member.
    ///
    /// @param queues all queues of the topic, in their order
    /// @param members client ids, in their order; `self` is one of them
    List<MessageQueue> allocate(List<MessageQueue> queues, List<String> members, String self);

    /// Contiguous blocks; the first members get one more when it does not come out even. As
    /// `AllocateMessageQueueAveragely`.
    static RebalanceStrategy averagely() {
        return Shares::averagely;
    }

    /// One to each in turn. As `AllocateMessageQueueAveragelyByCircle`.
    static RebalanceStrategy inCircle() {
        return Shares::inCircle;
    }

    /// By places on a ring of hashes: when a member comes or goes, only queues next to its places move. As
    /// `AllocateMessageQueueConsistentHash` with its 10 places a member.
    static RebalanceStrategy consistentHash() {
        return Shares::consistentHash;
    }
}
