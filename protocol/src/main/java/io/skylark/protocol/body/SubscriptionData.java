package io.skylark.protocol.body;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a consumer wants of a topic: a tag expression `a || b` or `*`, or an SQL92 expression. `subVersion` is the
/// consumer's clock in ms; a greater one replaces a smaller one.
public record SubscriptionData(
        boolean classFilterMode,
        String topic,
        @Nullable String subString,
        Set<String> tagsSet,
        Set<Integer> codeSet,
        long subVersion,
        @Nullable String expressionType) {

    public static final String SUB_ALL = "*";
    public static final String TAG = "TAG";
    public static final String SQL92 = "SQL92";

    public SubscriptionData {
        expressionType = expressionType == null ? TAG : expressionType;
    }

    public boolean isTagFilter() {
        return TAG.equals(expressionType);
    }
}
