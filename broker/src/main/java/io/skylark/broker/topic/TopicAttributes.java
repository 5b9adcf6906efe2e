package io.skylark.broker.topic;

import io.skylark.broker.table.TopicRetention;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.TopicConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Attributes of a topic and how they are changed: `+key=value` adds or alters, `-key` deletes, joined by commas.
final class TopicAttributes {
    private static final Set<String> MESSAGE_TYPES =
            Set.of("UNSPECIFIED", "NORMAL", "FIFO", "DELAY", "TRANSACTION", "MIXED");

    private TopicAttributes() {}

    static Map<String, String> change(@Nullable TopicConfig existing, @Nullable String changes) {
        Map<String, String> attributes = new LinkedHashMap<>(existing == null ? Map.of() : existing.attributes());
        if (changes == null || changes.isBlank()) {
            return attributes;
        }
        for (String change : changes.split(",", -1)) {
            if (change.startsWith("+") && change.indexOf('=') > 1) {
                String key = change.substring(1, change.indexOf('='));
                String value = change.substring(change.indexOf('=') + 1);
                checkValue(key, value);
                attributes.put(key, value);
            } else if (change.startsWith("-") && change.length() > 1 && change.indexOf('=') < 0) {
                delete(existing, attributes, change.substring(1));
            } else if (change.startsWith("+") || change.indexOf('=') >= 0) {
                throw wrong("add/alter attribute format is wrong: " + change);
            } else {
                throw wrong("delete attribute format is wrong: " + change);
            }
        }
        return attributes;
    }

    private static void delete(@Nullable TopicConfig existing, Map<String, String> attributes, String key) {
        if (existing == null) {
            throw wrong("only add attribute is supported while creating topic. key: " + key);
        }
        if (attributes.remove(key) == null) {
            throw wrong("attempt to delete a nonexistent key: " + key);
        }
    }

    private static void checkValue(String key, String value) {
        checkRetention(key, value);
        boolean supported = switch (key) {
            case "message.type" -> MESSAGE_TYPES.contains(value);
            case "queue.type" -> value.equals("SimpleCQ");
            case "cleanup.policy" -> value.equals("DELETE");
            case TopicRetention.RETENTION, TopicRetention.RESERVE_TIME -> true;
            default -> throw wrong("unsupported key: " + key);
        };
        if (!supported) {
            throw wrong("value is not in set: " + key + "=" + value + " is not supported by this version");
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
