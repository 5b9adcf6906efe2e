package io.skylark.client.consumer;

import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.SubscriptionData;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Which messages of a topic are wanted: all of them (`*`), or those with one of some tags (`a || b`).
///
/// @param tags empty for all
record TagExpression(String text, Set<String> tags) {
    static final TagExpression ALL = new TagExpression(SubscriptionData.SUB_ALL, Set.of());

    /// @throws IllegalArgumentException when the expression names no tag
    static TagExpression parse(String expression) {
        String text = expression.strip();
        if (text.isEmpty() || text.equals(SubscriptionData.SUB_ALL)) {
            return ALL;
        }
        Set<String> tags = Arrays.stream(text.split("\\|\\|"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("'" + expression + "' names no tag; write a || b, or * for all");
        }
        return new TagExpression(text, tags);
    }

    /// Brokers compare hashes of tags only, so that others come through by accident.
    boolean accepts(StoredMessage message) {
        String tag = message.tags();
        return tags.isEmpty() || (tag != null && tags.contains(tag));
    }

    /// @param version the newer of two subscriptions of a group wins, ms
    SubscriptionData subscription(String topic, long version) {
        Set<Integer> hashes = tags.stream().map(String::hashCode).collect(Collectors.toCollection(LinkedHashSet::new));
        return new SubscriptionData(false, topic, text, tags, hashes, version, SubscriptionData.TAG);
    }
}
