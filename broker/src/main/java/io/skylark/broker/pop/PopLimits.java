package io.skylark.broker.pop;

import java.time.Duration;

/// Limits of pop consumption.
///
/// @param maxMessages messages of one answer
/// @param maxBytes bytes of one answer; a single larger message is sent all the same
/// @param maxInFlightPerQueue messages that a group may hold of one queue; beyond it only those that come back are
///     handed out
/// @param maxInFlight messages that all groups may hold; beyond it pops are answered as busy
/// @param maxHeld pops and notifications that may wait; further ones are answered "polling full"
/// @param maxHold how long one may wait at most
/// @param maxInvisible how long a message may be held at most without renewal
/// @param readRetry after how long a message that could not be read is tried again
public record PopLimits(
        int maxMessages,
        int maxBytes,
        int maxInFlightPerQueue,
        int maxInFlight,
        int maxHeld,
        Duration maxHold,
        Duration maxInvisible,
        Duration readRetry) {
    public static final PopLimits STANDARD = new PopLimits(
            32, 256 * 1024, 20_000, 500_000, 100_000, Duration.ofMinutes(5), Duration.ofDays(3), Duration.ofSeconds(1));
}
