package io.skylark.bench.peer;

/// What a server speaks.
public enum Protocol {
    /// The RocketMQ remoting protocol: the raw generator can drive it.
    REMOTING,
    /// Kafka's own: only its own client can.
    KAFKA
}
