package io.skylark.broker.table;

import org.jspecify.annotations.Nullable;

/// Settings of a consumer group.
///
/// @param retryQueueNums queues of its retry topic
/// @param retryMaxTimes deliveries of a message before it is dead
public record Group(
        String groupName,
        boolean consumeEnable,
        boolean consumeBroadcastEnable,
        boolean consumeMessageOrderly,
        int retryQueueNums,
        int retryMaxTimes,
        boolean notifyConsumerIdsChangedEnable,
        @Nullable Integer groupSysFlag) {

    /// A group that nobody configured.
    public static Group standard(String name) {
        return new Group(name, true, true, false, 1, 16, true, 0);
    }
}
