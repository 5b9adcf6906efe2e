package io.skylark.broker.topic;

import io.skylark.broker.table.AttributeChange;
import io.skylark.broker.table.TopicRetention;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.TopicConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Attributes of a topic: which there are, and which values they may have.
final class TopicAttributes {
    private static final List<String> MESSAGE_TYPES =
            List.of("UNSPECIFIED", "NORMAL", "FIFO", "DELAY", "TRANSACTION", "MIXED");
    private static final Set<String> UNCHANGEABLE = Set.of("queue.type", "cleanup.policy");

    private TopicAttributes() {}

    /// @param existing null when the topic is about to be created
    static Map<String, String> change(@Nullable TopicConfig existing, AttributeChange change) {
        for (String key : change.altered().keySet()) {
            if (existing != null && UNCHANGEABLE.contains(key)) {
                throw wrong("attempt to update an unchangeable attribute. key: " + key);
            }
        }
        return change.on(existing == null ? null : existing.attributes(), "topic", TopicAttributes::checkValue);
    }

    private static void checkValue(String key, String value) {
        checkRetention(key, value);
        switch (key) {
            case "message.type" -> checkOneOf(MESSAGE_TYPES, key, value);
            case "queue.type" -> checkOneOf(List.of("SimpleCQ"), key, value);
            case "cleanup.policy" -> checkOneOf(List.of("DELETE"), key, value);
            case TopicRetention.RETENTION, TopicRetention.RESERVE_TIME -> {}
            default -> throw wrong("unsupported key: " + key);
        }
    }

    private static void checkOneOf(List<String> values, String key, String value) {
        if (!values.contains(value)) {
            throw wrong("value is not in set: " + key + "=" + value + " must be one of "
                    + String.join(", ", values));
        }
    }

    private static void checkRetention(String key, String value) {
        String longest = "up to " + RetentionConfig.MAX_KEEP.toDays() + " days";
        if (key.equals(TopicRetention.RETENTION) && !TopicRetention.isValid(value)) {
            throw wrong("value is not in range: " + key + "=" + value + " must be a time of at least "
                    + RetentionConfig.MIN_KEEP.toMinutes() + " m " + longest + ", such as 7d, 12h, 90m or 3600000");
        }
        if (key.equals(TopicRetention.RESERVE_TIME) && !TopicRetention.isValidReserveTime(value)) {
            throw wrong("value is not in range: " + key + "=" + value + " must be -1, or ms from "
                    + RetentionConfig.MIN_KEEP.toMillis() + " " + longest);
        }
    }

    private static RequestFailure wrong(String what) {
        return new RequestFailure(ResponseCode.SYSTEM_ERROR, what);
    }
}
