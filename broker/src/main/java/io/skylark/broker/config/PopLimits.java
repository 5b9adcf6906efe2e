package io.skylark.broker.config;

import java.time.Duration;

/// Limits of pop consumption. Names in parentheses are the keys of `broker.conf`.
///
/// @param maxMessages messages of one answer
/// @param maxBytes bytes of one answer; a single larger message is sent all the same
/// @param maxInFlightPerQueue messages that a group may hold of one queue; beyond it only those that come back are
///     handed out (popInflightMessageThreshold)
/// @param maxInFlight messages that all groups may hold; beyond it pops are answered as busy (popInflightMax)
/// @param maxHeldPerQueue pops and notifications of a group that may wait for a queue, or for any queue of a topic;
///     further ones are answered "polling full" (popPollingSize)
/// @param maxHeld the same in all (maxPopPollingSize)
/// @param maxHold how long one may wait at most
/// @param maxInvisible how long a message may be held at most without renewal
/// @param readRetry after how long a message that could not be read is tried again
public record PopLimits(
        int maxMessages,
        int maxBytes,
        int maxInFlightPerQueue,
        int maxInFlight,
        int maxHeldPerQueue,
        int maxHeld,
        Duration maxHold,
        Duration maxInvisible,
        Duration readRetry) {
    public static final PopLimits STANDARD = new PopLimits(
            32, 256 * 1024, 20_000, 500_000, 1_024, 100_000, Duration.ofMinutes(5), Duration.ofDays(3),
            Duration.ofSeconds(1));

    public PopLimits {
        check(maxMessages >= 1, "the messages of an answer must be at least 1");
        check(maxBytes >= 1, "the bytes of an answer must be at least 1");
        check(maxInFlightPerQueue >= 1, "popInflightMessageThreshold must be at least 1");
        check(maxInFlight >= 1, "popInflightMax must be at least 1");
        check(maxHeldPerQueue >= 1, "popPollingSize must be at least 1");
        check(maxHeld >= 1, "maxPopPollingSize must be at least 1");
        check(!maxHold.isNegative() && !maxInvisible.isNegative(), "times must not be negative");
        check(readRetry.toMillis() >= 1, "the time before a failed read is tried again must be at least 1 ms");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /// The same with other numbers of messages that may be held.
    public PopLimits withInFlight(int perQueue, int all) {
        return new PopLimits(
                maxMessages, maxBytes, perQueue, all, maxHeldPerQueue, maxHeld, maxHold, maxInvisible, readRetry);
    }

    /// The same with other numbers of pops that may wait.
    public PopLimits withHeld(int perQueue, int all) {
        return new PopLimits(
                maxMessages, maxBytes, maxInFlightPerQueue, maxInFlight, perQueue, all, maxHold, maxInvisible,
                readRetry);
    }
}
