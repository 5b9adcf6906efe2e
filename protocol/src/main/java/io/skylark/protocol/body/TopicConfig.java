package io.skylark.protocol.body;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings of a topic. `perm` is a sum of [Permission] bits; queue counts are 1 to [#MAX_QUEUES].
public record TopicConfig(
        String topicName,
        int readQueueNums,
        int writeQueueNums,
        int perm,
        @Nullable String topicFilterType,
        int topicSysFlag,
        boolean order,
        Map<String, String> attributes) {

    /// Bits of `topicSysFlag`: made by a producer, or a consumer, that belongs to a unit.
    public static final int UNIT = 1;

    public static final int UNIT_SUBSCRIBED = 2;

    public static final int MAX_QUEUES = 65_535;

    public TopicConfig {
        topicFilterType = topicFilterType == null ? "SINGLE_TAG" : topicFilterType;
        attributes = Map.copyOf(attributes);
    }

    public static TopicConfig of(String topic, int queues, int perm) {
        return new TopicConfig(topic, queues, queues, perm, "SINGLE_TAG", 0, false, Map.of());
    }

    public TopicConfig withPerm(int value) {
        return new TopicConfig(
                topicName, readQueueNums, writeQueueNums, value, topicFilterType, topicSysFlag, order, attributes);
    }

    public TopicConfig withSysFlag(int value) {
        return new TopicConfig(
                topicName, readQueueNums, writeQueueNums, perm, topicFilterType, value, order, attributes);
    }

    /// As remarks say it.
    @Override
    public String toString() {
        return "TopicConfig [topicName=" + topicName + ", readQueueNums=" + readQueueNums + ", writeQueueNums="
                + writeQueueNums + ", perm=" + Permission.text(perm) + ", topicFilterType=" + topicFilterType
                + ", topicSysFlag=" + topicSysFlag + ", order=" + order + ", attributes=" + attributes + "]";
    }
}
