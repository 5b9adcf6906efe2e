package io.skylark.conformance.recorded;

import java.util.Map;

/// Answers that are not RocketMQ's, on purpose. Each is a row of docs/compatibility.md as well.
final class KnownDifferences {
    private static final String SILENT = "success has no remark; RocketMQ says that it set no code";
    private static final String ACCIDENT = "RocketMQ meets a null pointer, and says where";
    private static final String RECALL = "delays by level can be recalled, and have no queue of their own";

    /// Why, by the name of the step.
    static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("topic.create", SILENT),
            Map.entry("topic.create-again", SILENT),
            Map.entry("send.empty", "an empty body is stored; RocketMQ meets a null pointer"),
            Map.entry("send.without-topic", ACCIDENT),
            Map.entry("send.queue-no-number", ACCIDENT),
            Map.entry("pull.sql-broken", "RocketMQ hands out every message then"),
            Map.entry("check-config.sql-broken", "the words of its parser generator"),
            Map.entry("heartbeat", "the second form of heartbeats is not offered"),
            Map.entry("delay.level", RECALL),
            Map.entry("delay.level-too-high", RECALL),
            Map.entry("timer.too-far", "the limit is 40 days, not 3"));

    private KnownDifferences() {}
}
