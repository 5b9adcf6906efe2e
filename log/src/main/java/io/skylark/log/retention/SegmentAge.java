package io.skylark.log.retention;

import io.skylark.log.index.Queues;
import io.skylark.log.sealed.SealedIndex;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// When all messages of a segment have outlived the retention of their topics, by the directory of its index.
///
/// @param keep of topics that say nothing else
/// @param byTopic the retention that a topic has of its own
record SegmentAge(Duration keep, Queues queues, Function<String, Optional<Duration>> byTopic) {

    /// @param expiresAt ms; there are no messages with a later end in the segment
    /// @param topic the one that is kept longest; empty when the segment has no messages of a topic that is there
    record Expiry(long expiresAt, String topic) {}

    /// Messages of removed topics do not count. A segment without messages is kept as long as one with them, so that the
    /// history of the tables can be looked at.
    Expiry expiry(SealedIndex index) {
        long latest = Long.MIN_VALUE;
        String latestTopic = "";
        String topic = "";
        int number = -1;
        long keepMillis = 0;
        boolean alive = false;
        for (int slot = 0; slot < index.queues(); slot++) {
            if (index.topicOf(slot) != number) {
                number = index.topicOf(slot);
                topic = index.topicName(number);
                alive = index.topicBorn(number) == queues.born(topic);
                keepMillis = byTopic.apply(topic).orElse(keep).toMillis();
            }
            long at = end(index.maxTime(slot), keepMillis);
            if (alive && at > latest) {
                latest = at;
                latestTopic = topic;
            }
        }
        return latestTopic.isEmpty()
                ? new Expiry(generalExpiry(index), "")
                : new Expiry(latest, latestTopic);
    }

    /// When the segment would have expired if no topic said anything.
    long generalExpiry(SealedIndex index) {
        return end(index.maxTime(), keep.toMillis());
    }

    private static long end(long time, long keepMillis) {
        return time > Long.MAX_VALUE - keepMillis ? Long.MAX_VALUE : time + keepMillis;
    }
}
