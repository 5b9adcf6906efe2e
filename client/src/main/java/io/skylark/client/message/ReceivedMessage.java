package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.TopicNames;
import io.skylark.protocol.body.MessageQueue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A message as a consumer gets it.
public final class ReceivedMessage {
    private final StoredMessage stored;
    private final String topic;
    private final MessageQueue queue;
    private final int reconsumeTimes;
    private final byte[] body;
    private final Map<String, String> properties;

    private ReceivedMessage(
            StoredMessage stored,
            String topic,
            MessageQueue queue,
            int reconsumeTimes,
            byte[] body,
            Map<String, String> properties) {
        this.stored = stored;
        this.topic = topic;
        this.queue = queue;
        this.reconsumeTimes = reconsumeTimes;
        this.body = body;
        this.properties = properties;
    }

    /// Internal to the client: unpacks a stored message. One that comes back through a retry topic shows the topic it
    /// was first sent to.
    ///
    /// @param queue where it was read
    /// @param moreAttempts failed attempts that the broker does not know of
    /// @param extra properties that this client adds, replacing others of their names
    /// @throws MessageRejectedException when its body is in a form this client does not read
    public static ReceivedMessage of(
            StoredMessage stored, MessageQueue queue, int moreAttempts, Map<String, String> extra) {
        byte[] body = BodyCompression.unpack(stored.body(), stored.sysFlag());
        Map<String, String> properties = new HashMap<>(stored.properties());
        properties.putAll(extra);
        return new ReceivedMessage(
                stored,
                topicOf(stored),
                queue,
                stored.reconsumeTimes() + moreAttempts,
                body,
                Collections.unmodifiableMap(properties));
    }

    /// The topic that a message was first sent to, when it comes back through a retry topic, or else its own.
    public static String topicOf(StoredMessage stored) {
        String origin = stored.property(PropertyNames.RETRY_TOPIC);
        return TopicNames.isRetry(stored.topic()) && origin != null ? origin : stored.topic();
    }

    /// The id its sender gave it; of senders that give none, the one its broker gave it.
    public static String idOf(StoredMessage stored) {
        String id = stored.property(PropertyNames.UNIQUE_KEY);
        return id == null ? stored.offsetMessageId() : id;
    }

    public String topic() {
        return topic;
    }

    /// The queue it was read from: of a retry topic when this is not the first attempt.
    public MessageQueue queue() {
        return queue;
    }

    /// Its place in [#queue()].
    public long queueOffset() {
        return stored.queueOffset();
    }

    /// As [#idOf(StoredMessage)].
    public String messageId() {
        return idOf(stored);
    }

    /// The id its broker gave it: where it is stored.
    public String offsetMessageId() {
        return stored.offsetMessageId();
    }

    /// The body; the array is the message's own, not to be changed.
    public byte[] body() {
        return body;
    }

    /// The body as a text in UTF-8.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Empty when the message has none.
    public String tag() {
        return properties.getOrDefault(PropertyNames.TAGS, "");
    }

    public List<String> keys() {
        String keys = properties.get(PropertyNames.KEYS);
        return keys == null ? List.of() : List.of(keys.split(" "));
    }

    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.get(name));
    }

    /// All properties, the system's among them.
    public Map<String, String> properties() {
        return properties;
    }

    /// How often the group failed to consume it before.
    public int reconsumeTimes() {
        return reconsumeTimes;
    }

    public Instant bornTime() {
        return Instant.ofEpochMilli(stored.bornTime());
    }

    public Instant storeTime() {
        return Instant.ofEpochMilli(stored.storeTime());
    }

    /// Everything the broker keeps of it, for tools.
    public StoredMessage stored() {
        return stored;
    }

    @Override
    public String toString() {
        return "ReceivedMessage[topic=" + topic + ", id=" + messageId() + ", queue=" + queue.brokerName() + "/"
                + queue.queueId() + ", offset=" + queueOffset() + ", " + body.length + " bytes, properties="
                + properties + "]";
    }
}
