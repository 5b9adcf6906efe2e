package io.skylark.client.consumer.simple;

import io.skylark.client.consumer.group.GroupConfig;
import java.time.Duration;

/// Settings of a simple consumer beyond those of every member of a group.
///
/// @param invisible how long a message is this consumer's that it received
/// @param ordered whether a queue is popped only after all that was popped before is acknowledged
record SimpleConfig(GroupConfig group, Duration invisible, boolean ordered) {
    SimpleConfig {
        if (group.subscriptions().isEmpty()) {
            throw new IllegalArgumentException(
                    "the consumer of group " + group.group() + " subscribes to nothing");
        }
        if (invisible.isNegative() || invisible.toMillis() == 0) {
            throw new IllegalArgumentException("a message is invisible for at least 1 ms, not " + invisible);
        }
    }
}
