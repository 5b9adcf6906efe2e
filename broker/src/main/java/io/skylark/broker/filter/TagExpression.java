package io.skylark.broker.filter;

import io.skylark.log.index.TagFilter;
import io.skylark.message.Tags;
import io.skylark.protocol.body.SubscriptionData;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A tag expression `a || b`; `*`, nothing and blank mean every message.
final class TagExpression {
    private static final String BARS = "\\|\\|";

    private TagExpression() {}

    /// Whether there are only bars: neither a tag nor every message.
    static boolean saysNothing(String expression) {
        return !expression.isEmpty() && expression.split(BARS).length == 0;
    }

    static TagFilter parse(@Nullable String expression) {
        if (expression == null || expression.isBlank() || expression.strip().equals(SubscriptionData.SUB_ALL)) {
            return TagFilter.ALL;
        }
        int[] hashes = Arrays.stream(expression.split(BARS))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .mapToInt(Tags::hash)
                .toArray();
        return hashes.length == 0 ? TagFilter.ALL : TagFilter.anyOf(hashes);
    }
}
