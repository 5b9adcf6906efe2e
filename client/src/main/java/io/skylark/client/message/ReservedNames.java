package io.skylark.client.message;

import io.skylark.message.PropertyNames;
import java.util.Set;

/// Names of properties that clients and servers use themselves: no program can set them by their names, and they are no
/// part of what it said.
final class ReservedNames {
    /// What a message carries on purpose of its sender, set by calls of their own.
    private static final Set<String> SAID = Set.of(
            PropertyNames.KEYS, PropertyNames.TAGS, PropertyNames.SHARDING_KEY);

    private static final Set<String> SYSTEM = Set.of(
            PropertyNames.WAIT, PropertyNames.UNIQUE_KEY, PropertyNames.DELAY, PropertyNames.TIMER_DELAY_SEC,
            PropertyNames.TIMER_DELAY_MS, PropertyNames.TIMER_DELIVER_MS, PropertyNames.TIMER_OUT_MS,
            PropertyNames.TIMER_ENQUEUE_MS, PropertyNames.TIMER_DEQUEUE_MS, PropertyNames.TIMER_ROLL_TIMES,
            PropertyNames.REAL_TOPIC, PropertyNames.REAL_QUEUE_ID, PropertyNames.RETRY_TOPIC,
            PropertyNames.ORIGIN_MESSAGE_ID, PropertyNames.ORIGIN_GROUP, PropertyNames.DEAD_LETTER_ORIGIN_TOPIC,
            PropertyNames.DEAD_LETTER_ORIGIN_ID, PropertyNames.TRANSACTION_PREPARED, PropertyNames.TRANSACTION_ID,
            PropertyNames.TRANSACTION_CHECK_TIMES, PropertyNames.PRODUCER_GROUP, PropertyNames.CLUSTER,
            PropertyNames.REGION, PropertyNames.TRACE_ON, PropertyNames.POP_CHECKPOINT,
            PropertyNames.POP_CHECKPOINT_OFFSET, PropertyNames.FIRST_POP_TIME, PropertyNames.RECONSUME_TIME,
            PropertyNames.MAX_RECONSUME_TIMES, PropertyNames.CONSUME_START_TIME, PropertyNames.MIN_OFFSET,
            PropertyNames.MAX_OFFSET, PropertyNames.INSTANCE_ID, PropertyNames.MESSAGE_TYPE,
            PropertyNames.CORRELATION_ID, PropertyNames.TIME_TO_LIVE, PropertyNames.REPLY_TO_CLIENT,
            PropertyNames.ARRIVE_TIME, PropertyNames.PUSH_REPLY_TIME, PropertyNames.BORN_HOST,
            PropertyNames.BORN_TIME);

    private ReservedNames() {}

    static boolean contains(String name) {
        return SAID.contains(name) || SYSTEM.contains(name);
    }

    /// Whether a copy of a message has the property too.
    static boolean isSaid(String name) {
        return !SYSTEM.contains(name);
    }
}
