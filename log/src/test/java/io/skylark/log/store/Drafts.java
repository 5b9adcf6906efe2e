package io.skylark.log.store;

import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Makes messages for tests.
final class Drafts {
    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10911);

    private Drafts() {}

    static MessageDraft draft(String topic, int queueId, String body) {
        return draft(topic, queueId, body.getBytes(UTF_8), Map.of());
    }

    static MessageDraft tagged(String topic, int queueId, String body, String tag) {
        return draft(topic, queueId, body.getBytes(UTF_8), Map.of("TAGS", tag));
    }

    static MessageDraft keyed(String topic, String body, String uniqueKey, String keys) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("UNIQ_KEY", uniqueKey);
        properties.put("KEYS", keys);
        return draft(topic, 0, body.getBytes(UTF_8), properties);
    }

    /// A message of the model, with its key and its tag.
    static MessageDraft keyed(ModelQueues.Send send) {
        return draft(send.topic(), send.queueId(), send.body().getBytes(UTF_8),
                Map.of("KEYS", send.key(), "TAGS", ModelReads.tag(send.body())));
    }

    static MessageDraft draft(String topic, int queueId, byte[] body, Map<String, String> properties) {
        return new MessageDraft(topic.getBytes(UTF_8), queueId, 0, 0, 1, HOST, HOST, 0, 0, ByteBuffer.wrap(body),
                ByteBuffer.wrap(Properties.encode(properties).getBytes(UTF_8)));
    }
}
