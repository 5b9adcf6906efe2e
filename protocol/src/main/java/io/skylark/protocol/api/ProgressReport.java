package io.skylark.protocol.api;

import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.header.RequestHeader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far groups are, seen in other ways than group by group: that is [ConsumerGroup#PROGRESS].
public final class ProgressReport {
    /// All groups of a broker; the answer's body is [Groups].
    public static final Api<All, Empty> GROUPS = Api.of(317, All.class, Empty.class);

    /// From when the messages of each queue are, and those that a group consumed; the answer's body is [Times].
    public static final Api<OfGroup, Empty> TIMES = Api.of(303, OfGroup.class, Empty.class);

    /// How far the slowest group is in a topic, compared with one group; the answer's body is [Corrections].
    public static final Api<Compare, Empty> CORRECTION = Api.of(308, Compare.class, Empty.class);

    private ProgressReport() {}

    /// With `isOrder` only in topics with an order.
    public record All(@Nullable Boolean isOrder) implements RequestHeader {}

    /// `consumeStatsList` has one map for each group, from its name to one table for each topic. The totals count what is
    /// not consumed, and what of that was handed out.
    public record Groups(
            String brokerAddr,
            List<Map<String, List<ConsumerGroup.Progress>>> consumeStatsList,
            long totalDiff,
            long totalInflightDiff) {}

    public record OfGroup(String topic, String group) implements RequestHeader {}

    public record Times(List<QueueTimes> consumeTimeSpanSet) {}

    /// Store times in ms of the oldest message, the newest one, and the last one that was consumed, -1 for none; each as
    /// text of the broker's time zone as well. `delayTime` is the age in ms of the next one to consume, 0 for none.
    public record QueueTimes(
            MessageQueue messageQueue,
            long minTimeStamp,
            String minTimeStampStr,
            long maxTimeStamp,
            String maxTimeStampStr,
            long consumeTimeStamp,
            String consumeTimeStampStr,
            long delayTime) {}

    /// Groups in `filterGroups`, with commas between them, are left out.
    public record Compare(@Nullable String filterGroups, String compareGroup, String topic) implements RequestHeader {}

    /// By queue id the smallest offset of all groups that were not left out; the greatest number there is where the compared
    /// group is behind it.
    public record Corrections(Map<Integer, Long> correctionOffsets) {}
}
