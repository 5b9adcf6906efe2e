package io.skylark.client.consumer.group;

/// What the rebalancer's thread does again and again. It may block.
interface Rounds {
    /// Sees to it that this member has the queues it should have.
    ///
    /// @return false when something could not be done yet and another round should come soon
    boolean round();

    /// @return false when a round should come soon
    boolean renewLocks();
}
