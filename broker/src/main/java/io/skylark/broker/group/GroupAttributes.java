package io.skylark.broker.group;

import io.skylark.broker.table.AttributeChange;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attributes of a group: which there are, and which values they may have.
final class GroupAttributes {
    private static final String PRIORITY_FACTOR = "priority.factor";
    private static final int MAX_PRIORITY_FACTOR = 100;
    private static final String LITE = "lite.";

    private GroupAttributes() {}

    /// @param existing null when the group is about to be created
    static Map<String, String> change(@Nullable Map<String, String> existing, AttributeChange change) {
        return change.on(existing, "group", GroupAttributes::check);
    }

    private static void check(String key, String value) {
        if (key.startsWith(LITE)) {
            throw wrong("unsupported key: " + key + ": this broker has no lite topics");
        }
        if (!key.equals(PRIORITY_FACTOR)) {
            throw wrong("unsupported key: " + key);
        }
        boolean fits = value.matches("\\d{1,3}") && Integer.parseInt(value) <= MAX_PRIORITY_FACTOR;
        if (!fits) {
            throw wrong("value is not in range(0, " + MAX_PRIORITY_FACTOR + ")");
        }
    }

    private static RequestFailure wrong(String what) {
        return new RequestFailure(ResponseCode.SYSTEM_ERROR, what);
    }
}
