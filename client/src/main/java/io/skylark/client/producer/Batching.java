package io.skylark.client.producer;

import java.time.Duration;

/// How a producer puts messages of one topic together by itself. A message goes at once while nothing else of its topic
/// is under way; those that come meanwhile travel together as soon as that has ended, or they fill a batch. So the
/// batches grow with the load, and a single message waits for nothing.
///
/// Delayed messages, and those large enough to be compressed, travel alone.
///
/// @param maxBytes what one batch may hold, properties included
/// @param maxMessages what one batch may hold
/// @param linger how long a batch that is not full waits for more all the same; zero as a rule
/// @param maxBufferedBytes bodies that may wait or be under way in all; one more waits before it is accepted, up to the
///     send timeout
public record Batching(int maxBytes, int maxMessages, Duration linger, int maxBufferedBytes) {
    public static final Batching STANDARD =
            new Batching(128 * 1024, 1024, Duration.ZERO, 64 * 1024 * 1024);

    public Batching {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
        }
        if (maxMessages < 1) {
            throw new IllegalArgumentException("maxMessages must be positive, not " + maxMessages);
        }
        if (maxBufferedBytes < maxBytes) {
            throw new IllegalArgumentException("maxBufferedBytes must not be below maxBytes, which is " + maxBytes
                    + ", but is " + maxBufferedBytes);
        }
        if (linger.isNegative()) {
            throw new IllegalArgumentException("linger must not be negative, but is " + linger);
        }
    }

    public Batching withMaxBytes(int value) {
        return new Batching(value, maxMessages, linger, maxBufferedBytes);
    }

    public Batching withMaxMessages(int value) {
        return new Batching(maxBytes, value, linger, maxBufferedBytes);
    }

    public Batching withLinger(Duration value) {
        return new Batching(maxBytes, maxMessages, value, maxBufferedBytes);
    }

    public Batching withMaxBufferedBytes(int value) {
        return new Batching(maxBytes, maxMessages, linger, value);
    }
}
