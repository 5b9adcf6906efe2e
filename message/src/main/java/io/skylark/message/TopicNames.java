package io.skylark.message;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names of topics and groups: which are legal, which belong to the system, and which are derived from a group.
public final class TopicNames {
    public static final String RETRY_PREFIX = "%RETRY%";
    public static final String DLQ_PREFIX = "%DLQ%";

    /// The template topic from which topics are created on first use.
    public static final String AUTO_CREATE = "TBW102";

    public static final String SCHEDULE = "SCHEDULE_TOPIC_XXXX";
    public static final String HALF = "RMQ_SYS_TRANS_HALF_TOPIC";
    public static final String HALF_OP = "RMQ_SYS_TRANS_OP_HALF_TOPIC";
    public static final String TRANSACTION_CHECK_MAX = "TRANS_CHECK_MAX_TIME_TOPIC";
    public static final String SELF_TEST = "SELF_TEST_TOPIC";
    public static final String OFFSET_MOVED = "OFFSET_MOVED_EVENT";
    public static final String BENCHMARK = "BenchmarkTest";
    public static final String TRACE = "RMQ_SYS_TRACE_TOPIC";

    /// Belong to the system whether a broker has them or not.
    public static final Set<String> RESERVED = Set.of(
            AUTO_CREATE, SCHEDULE, BENCHMARK, HALF, TRACE, HALF_OP, TRANSACTION_CHECK_MAX, SELF_TEST, OFFSET_MOVED,
            "CHECKPOINT_TOPIC");

    public static final int MAX_TOPIC_CHARS = 127;
    public static final int MAX_DERIVED_TOPIC_CHARS = 255;
    public static final int MAX_GROUP_CHARS = 120;

    private static final String LEGAL = "^[%|a-zA-Z0-9_-]+$";
    private static final Set<String> NOT_SENDABLE =
            Set.of(SCHEDULE, HALF, HALF_OP, TRANSACTION_CHECK_MAX, SELF_TEST, OFFSET_MOVED);

    private TopicNames() {}

    public static String retryTopic(String group) {
        return RETRY_PREFIX + group;
    }

    public static String deadLetterTopic(String group) {
        return DLQ_PREFIX + group;
    }

    public static boolean isRetry(String topic) {
        return topic.startsWith(RETRY_PREFIX);
    }

    /// A retry or dead-letter topic.
    public static boolean isDerived(String topic) {
        return topic.startsWith(RETRY_PREFIX) || topic.startsWith(DLQ_PREFIX);
    }

    /// A topic of the system's own that clients may not write to.
    public static boolean isNotSendable(String topic) {
        return NOT_SENDABLE.contains(topic);
    }

    /// What is wrong with a topic name, in the words RocketMQ answers; null when it is legal.
    public static @Nullable String topicFault(String topic) {
        String fault = fault("topic", topic);
        if (fault != null) {
            return fault;
        }
        if (isDerived(topic)) {
            return topic.length() > MAX_DERIVED_TOPIC_CHARS
                    ? "The specified topic is DLQ or Retry topic: " + topic
                            + ", and it's longer than topic max length: " + MAX_DERIVED_TOPIC_CHARS
                    : null;
        }
        return tooLong("topic", topic, MAX_TOPIC_CHARS);
    }

    /// What is wrong with a group name, in the words RocketMQ answers; null when it is legal.
    public static @Nullable String groupFault(String group) {
        String fault = fault("group", group);
        return fault != null ? fault : tooLong("group", group, MAX_GROUP_CHARS);
    }

    private static @Nullable String tooLong(String kind, String name, int limit) {
        return name.length() > limit
                ? "The specified " + kind + ": " + name + ", is longer than " + kind + " max length: " + limit
                : null;
    }

    private static @Nullable String fault(String kind, String name) {
        if (name.isBlank()) {
            return "The specified " + kind + " is blank.";
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean legal = c == '%' || c == '|' || c == '_' || c == '-'
                    || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!legal) {
                return "The specified " + kind + ": " + name + ", contains illegal characters, allowing only " + LEGAL;
            }
        }
        return null;
    }
}
