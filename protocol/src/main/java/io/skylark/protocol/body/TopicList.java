package io.skylark.protocol.body;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names of topics.
public record TopicList(Set<String> topicList, @Nullable String brokerAddr) {}
