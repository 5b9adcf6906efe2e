package io.skylark.client.consumer.pull;

import io.skylark.client.consumer.group.GroupConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Settings of a pull consumer beyond those of every member of a group.
///
/// @param autoCommit how often [PullConsumer#poll(Duration)] stores offsets by itself; null for never
/// @param maxPoll how many messages it returns at most
record PullConfig(GroupConfig group, @Nullable Duration autoCommit, int maxPoll) {
    PullConfig {
        if (maxPoll < 1) {
            throw new IllegalArgumentException("maxPoll must be at least 1, not " + maxPoll);
        }
        if (autoCommit != null && autoCommit.isNegative()) {
            throw new IllegalArgumentException("autoCommit must not be negative: " + autoCommit);
        }
    }
}
