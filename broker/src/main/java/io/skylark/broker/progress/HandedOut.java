package io.skylark.broker.progress;

import java.util.OptionalLong;

/// How far a queue was handed out to the consumers of a group.
@FunctionalInterface
public interface HandedOut {
    /// Behind the last message that was; empty when nobody knows.
    OptionalLong end(String group, String topic, int queueId);
}
