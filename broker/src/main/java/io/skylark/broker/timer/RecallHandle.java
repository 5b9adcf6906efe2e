package io.skylark.broker.timer;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.message.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// With which a client takes back a message that waits: words separated by spaces, in base64. The first five are RocketMQ's,
/// which its clients take apart to find the broker; the last says where the message lay when it was sent.
///
/// @param due when the message is to be seen, ms
/// @param position of its entry then, -1 when the handle does not say
record RecallHandle(String topic, String brokerName, long due, String uniqueKey, long position) {
    private static final String VERSION = "v1";
    private static final int WORDS = 5;

    /// Of a message that waits here; null when it cannot be taken back.
    static @Nullable RecallHandle of(BrokerConfig config, String topic, long due, String uniqueKey) {
        boolean recallable = config.timers().recall() && !TopicNames.isDerived(topic);
        return recallable ? new RecallHandle(topic, config.brokerName(), due, uniqueKey, -1) : null;
    }

    RecallHandle withPosition(long value) {
        return new RecallHandle(topic, brokerName, due, uniqueKey, value);
    }

    String encode() {
        String text = String.join(" ", VERSION, topic, brokerName, Long.toString(due), uniqueKey, Long.toString(position));
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Null when it is none.
    static @Nullable RecallHandle decode(String handle) {
        try {
            String text = new String(
                    Base64.getUrlDecoder().decode(handle.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
            String[] words = text.split(" ", -1);
            if (words.length < WORDS || !words[0].equals(VERSION)) {
                return null;
            }
            long position = words.length > WORDS ? Long.parseLong(words[WORDS]) : -1;
            return new RecallHandle(words[1], words[2], Long.parseLong(words[3]), words[4], position);
        } catch (IllegalArgumentException notBase64OrNoNumber) {
            return null;
        }
    }
}
