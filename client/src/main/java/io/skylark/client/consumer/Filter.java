package io.skylark.client.consumer;

import io.skylark.message.EncodedMessage;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.body.SubscriptionData;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which messages of a topic are wanted: all of them, those with one of some tags, or those whose properties fit an
/// SQL92 expression. All members of a group must want the same.
public final class Filter {
    private static final Filter ALL = new Filter(SubscriptionData.TAG, SubscriptionData.SUB_ALL, Set.of());

    private final String type;
    private final String text;

    /// Empty for all, and for SQL92.
    private final Set<String> tags;

    private Filter(String type, String text, Set<String> tags) {
        this.type = type;
        this.text = text;
        this.tags = tags;
    }

    public static Filter all() {
        return ALL;
    }

    /// The messages with one of these tags.
    ///
    /// @throws IllegalArgumentException when there is none, or a message cannot have one of them
    public static Filter tags(String... tags) {
        Set<String> wanted = new LinkedHashSet<>(List.of(tags));
        for (String tag : wanted) {
            if (tag.isBlank() || tag.contains("||") || !tag.equals(tag.strip())) {
                throw new IllegalArgumentException("'" + tag + "' is no tag");
            }
        }
        return ofTags(String.join(" || ", wanted), wanted);
    }

    /// As RocketMQ writes it: `a || b`, or `*` for all.
    ///
    /// @throws IllegalArgumentException when the expression names no tag
    public static Filter parse(String expression) {
        String text = expression.strip();
        if (text.isEmpty() || text.equals(SubscriptionData.SUB_ALL)) {
            return ALL;
        }
        Set<String> tags = Arrays.stream(text.split("\\|\\|"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return ofTags(text, tags);
    }

    private static Filter ofTags(String text, Set<String> tags) {
        if (tags.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no tag; write a || b, or * for all");
        }
        return new Filter(SubscriptionData.TAG, text, tags);
    }

    /// The messages whose properties fit, as `price > 10 AND region IN ('north', 'east')`; brokers judge, and those of
    /// RocketMQ only when they are set to (`enablePropertyFilter`).
    ///
    /// @throws IllegalArgumentException when the expression is blank
    public static Filter sql(String expression) {
        if (expression.isBlank()) {
            throw new IllegalArgumentException("an SQL92 filter must not be blank");
        }
        return new Filter(SubscriptionData.SQL92, expression.strip(), Set.of());
    }

    /// The expression: `*`, `a || b`, or SQL92.
    public String text() {
        return text;
    }

    /// `TAG` or `SQL92`, as on the wire.
    public String type() {
        return type;
    }

    public boolean isSql() {
        return type.equals(SubscriptionData.SQL92);
    }

    /// Internal to the client: brokers compare hashes of tags only, so that others come through by accident.
    public boolean accepts(EncodedMessage message) {
        if (tags.isEmpty()) {
            return true;
        }
        String tag = message.property(PropertyNames.TAGS);
        return tag != null && tags.contains(tag);
    }

    /// Internal to the client.
    ///
    /// @param version the newer of two subscriptions of a group wins, ms
    public SubscriptionData subscription(String topic, long version) {
        Set<Integer> hashes = tags.stream().map(String::hashCode).collect(Collectors.toCollection(LinkedHashSet::new));
        return new SubscriptionData(false, topic, text, tags, hashes, version, type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter that && type.equals(that.type) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + text.hashCode();
    }

    @Override
    public String toString() {
        return type + " " + text;
    }
}
