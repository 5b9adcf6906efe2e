package io.skylark.broker.progress;

/// How fast the consumers of a group get messages of a topic.
@FunctionalInterface
public interface ConsumeRate {
    /// Messages a second, over the last minute.
    double of(String group, String topic);
}
