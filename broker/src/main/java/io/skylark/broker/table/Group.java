package io.skylark.broker.table;

import io.skylark.protocol.api.ConsumerGroup;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A consumer group: what the broker acts upon, and `settings`, all that was said of it, with nothing missing.
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
        @Nullable Integer groupSysFlag,
        ConsumerGroup.Settings settings) {

    /// A group that nobody configured.
    public static Group standard(String name) {
        return of(new ConsumerGroup.Settings(name, null, null, null, null, null, null, null));
    }

    /// @param wanted what is missing has the value of a group that nobody configured
    public static Group of(ConsumerGroup.Settings wanted) {
        ConsumerGroup.Settings settings = wanted.complete();
        return new Group(
                String.valueOf(settings.groupName()),
                Boolean.TRUE.equals(settings.consumeEnable()),
                Boolean.TRUE.equals(settings.consumeBroadcastEnable()),
                Boolean.TRUE.equals(settings.consumeMessageOrderly()),
                number(settings.retryQueueNums()),
                number(settings.retryMaxTimes()),
                Boolean.TRUE.equals(settings.notifyConsumerIdsChangedEnable()),
                settings.groupSysFlag(),
                settings);
    }

    private static int number(@Nullable Integer complete) {
        return Objects.requireNonNull(complete, "complete settings have every number");
    }
}
