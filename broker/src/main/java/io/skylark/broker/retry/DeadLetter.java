package io.skylark.broker.retry;

import io.skylark.message.PropertyNames;
import java.util.Map;

/// What a dead message says of where it comes from.
final class DeadLetter {
    private DeadLetter() {}

    /// Names topic and id under which the message was sent first, as far as its properties tell.
    static void mark(Map<String, String> properties) {
        String topic = properties.get(PropertyNames.RETRY_TOPIC);
        if (topic != null) {
            properties.put(PropertyNames.DEAD_LETTER_ORIGIN_TOPIC, topic);
        }
        String id = properties.get(PropertyNames.UNIQUE_KEY);
        if (id == null) {
            id = properties.get(PropertyNames.ORIGIN_MESSAGE_ID);
        }
        if (id != null) {
            properties.put(PropertyNames.DEAD_LETTER_ORIGIN_ID, id);
        }
    }
}
