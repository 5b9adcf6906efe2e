package io.skylark.client.admin;

/// What messages a topic takes, as brokers since 5.0 can be told; those that check it refuse others.
public enum MessageType {
    /// Whatever comes.
    UNSPECIFIED,

    NORMAL,

    /// With a sharding key.
    FIFO,

    DELAY,
    TRANSACTION,
    MIXED
}
