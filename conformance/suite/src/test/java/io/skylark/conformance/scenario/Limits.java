package io.skylark.conformance.scenario;

import java.time.Duration;

/// How long scenarios wait for what must happen. Each is far above what it takes, to hold on a busy machine.
final class Limits {
    /// From send to the listener, the start of the consumer included.
    static final Duration DELIVERY = Duration.ofSeconds(20);
    /// Below the 15 seconds for which a client lets the broker hold a pull: only a wake-up by the message is faster.
    /// RocketMQ itself misses some (a message that comes just as the pull is put aside) and finds them in 5 seconds.
    static final Duration WAKE_UP = Duration.ofSeconds(8);
    /// Below the 20 seconds after which a client balances queues by itself: only a notification is faster.
    static final Duration REBALANCE = Duration.ofSeconds(12);
    /// Until a client has found a restarted server again: it retries pulls after 3 seconds.
    static final Duration RECOVERY = Duration.ofSeconds(45);
    /// Until an answer, a failed connection included.
    static final Duration ANSWER = Duration.ofSeconds(10);

    private Limits() {
    }
}
