package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.EncodedMessage;
import io.skylark.message.Host;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.TopicNames;
import io.skylark.protocol.body.MessageQueue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message as a consumer gets it. Its parts are decoded when they are first asked for. Shared by all threads;
/// what is seen of it does not change.
public final class ReceivedMessage {
    private static final Host TEST_HOST = Host.of(new byte[] {127, 0, 0, 1}, 0);

    private final EncodedMessage encoded;
    private final MessageQueue queue;
    private final Delivery delivery;
    private volatile byte @Nullable [] body;
    private volatile @Nullable Map<String, String> properties;
    private volatile String handle = "";

    private ReceivedMessage(EncodedMessage encoded, MessageQueue queue, Delivery delivery) {
        this.encoded = encoded;
        this.queue = queue;
        this.delivery = delivery;
    }

    /// Internal to the client: how a message came here.
    ///
    /// @param moreAttempts failed attempts that the broker does not know of
    /// @param extra properties that this client adds, replacing others of their names
    public record Delivery(int moreAttempts, Map<String, String> extra) {
        /// A first attempt.
        public static final Delivery PLAIN = new Delivery(0, Map.of());
    }

    /// Internal to the client.
    ///
    /// @param queue where it was read
    public static ReceivedMessage of(EncodedMessage encoded, MessageQueue queue, Delivery delivery) {
        return new ReceivedMessage(encoded, queue, delivery);
    }

    /// Internal to the client: a message that was decoded already.
    public static ReceivedMessage of(
            StoredMessage stored, MessageQueue queue, int moreAttempts, Map<String, String> extra) {
        return new ReceivedMessage(EncodedMessage.of(stored), queue, new Delivery(moreAttempts, extra));
    }

    /// A message as a listener would get it, for tests of listeners: from queue 0 of its topic at broker `test`, offset 0,
    /// stored at the epoch. Its id depends on its contents only, so that the same message has the same again.
    public static ReceivedMessage forTest(Message message) {
        return forTest(message, 0);
    }

    /// As [#forTest(Message)].
    ///
    /// @param reconsumeTimes how often the group failed to consume it before
    public static ReceivedMessage forTest(Message message, int reconsumeTimes) {
        Map<String, String> properties = new HashMap<>(message.ownProperties());
        int contents = Objects.hash(message.topic(), Arrays.hashCode(message.ownBody()), properties);
        properties.put(PropertyNames.UNIQUE_KEY, String.format(Locale.ROOT, "%032X", contents));
        StoredMessage stored = new StoredMessage(
                message.topic(), 0, 0, 0, 0, 0, 0, TEST_HOST, 0, TEST_HOST, reconsumeTimes, 0, 0, 0, message.ownBody(),
                properties);
        return of(EncodedMessage.of(stored), new MessageQueue(message.topic(), "test", 0), Delivery.PLAIN);
    }

    /// The topic that a message was first sent to, when it comes back through a retry topic, or else its own.
    public static String topicOf(EncodedMessage encoded) {
        String topic = encoded.topic();
        String origin = TopicNames.isRetry(topic) ? encoded.property(PropertyNames.RETRY_TOPIC) : null;
        return origin == null ? topic : origin;
    }

    /// The id its sender gave it; of senders that give none, the one its broker gave it.
    public static String idOf(EncodedMessage encoded) {
        String id = encoded.property(PropertyNames.UNIQUE_KEY);
        return id == null ? encoded.offsetMessageId() : id;
    }

    /// As [#idOf(EncodedMessage)].
    public static String idOf(StoredMessage stored) {
        String id = stored.property(PropertyNames.UNIQUE_KEY);
        return id == null ? stored.offsetMessageId() : id;
    }

    /// The topic it was first sent to; of a dead letter, that of its group's dead letters.
    public String topic() {
        return topicOf(encoded);
    }

    /// The topic it was first sent to, of dead letters too, and of messages that wait for their time or the end of their
    /// transaction. [#topic()] when nobody wrote that down.
    public String originalTopic() {
        String stored = encoded.topic();
        if (!TopicNames.isDerived(stored) && !TopicNames.isNotSendable(stored)) {
            return stored;
        }
        return property(PropertyNames.RETRY_TOPIC)
                .or(() -> property(PropertyNames.DEAD_LETTER_ORIGIN_TOPIC))
                .or(() -> property(PropertyNames.REAL_TOPIC))
                .orElse(stored);
    }

    /// The queue it was read from: of a retry topic when this is not the first attempt.
    public MessageQueue queue() {
        return queue;
    }

    /// Its place in [#queue()].
    public long queueOffset() {
        return encoded.queueOffset();
    }

    /// As [#idOf(EncodedMessage)].
    public String messageId() {
        return idOf(encoded);
    }

    /// The id its broker gave it: where it is stored.
    public String offsetMessageId() {
        return encoded.offsetMessageId();
    }

    /// The body; the array is the message's own, not to be changed.
    ///
    /// @throws MessageRejectedException when it is in a form this client does not read, or is damaged
    public byte[] body() {
        byte[] known = body;
        if (known == null) {
            known = BodyCompression.unpack(encoded.body(), encoded.sysFlag());
            body = known;
        }
        return known;
    }

    /// The body as a text in UTF-8.
    ///
    /// @throws MessageRejectedException as [#body()]
    public String text() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    /// Internal to the client: says early what [#body()] would say late.
    ///
    /// @throws MessageRejectedException when the body is in a form this client does not read
    public void checkReadable() {
        BodyCompression.checkReadable(encoded.sysFlag());
    }

    /// Empty when the message has none.
    public String tag() {
        return property(PropertyNames.TAGS).orElse("");
    }

    /// The first of its keys, as a rule the only one; empty when the message has none.
    public String key() {
        return keys().stream().findFirst().orElse("");
    }

    public List<String> keys() {
        return property(PropertyNames.KEYS).map(keys -> List.of(keys.split(" "))).orElse(List.of());
    }

    /// Empty when the message has none.
    public String shardingKey() {
        return property(PropertyNames.SHARDING_KEY).orElse("");
    }

    /// Whether its sender waits for a reply.
    public boolean isRequest() {
        return property(PropertyNames.REPLY_TO_CLIENT).isPresent()
                && property(PropertyNames.CORRELATION_ID).isPresent()
                && property(PropertyNames.MESSAGE_TYPE).isEmpty();
    }

    public Optional<String> property(String name) {
        Map<String, String> known = properties;
        if (known != null) {
            return Optional.ofNullable(known.get(name));
        }
        String added = delivery.extra.get(name);
        return Optional.ofNullable(added == null ? encoded.property(name) : added);
    }

    /// All properties, the system's among them.
    public Map<String, String> properties() {
        Map<String, String> known = properties;
        if (known == null) {
            Map<String, String> all = new HashMap<>(encoded.properties());
            all.putAll(delivery.extra);
            known = Collections.unmodifiableMap(all);
            properties = known;
        }
        return known;
    }

    /// The properties that the sender's program gave it, without those that [Message#isReserved(String)] names.
    public Map<String, String> userProperties() {
        Map<String, String> own = new HashMap<>(properties());
        own.keySet().removeIf(Message::isReserved);
        return Collections.unmodifiableMap(own);
    }

    /// How often the group failed to consume it before.
    public int reconsumeTimes() {
        return encoded.reconsumeTimes() + delivery.moreAttempts;
    }

    public Instant bornTime() {
        return Instant.ofEpochMilli(encoded.bornTime());
    }

    public Instant storeTime() {
        return Instant.ofEpochMilli(encoded.storeTime());
    }

    /// Everything the broker keeps of it, for tools.
    public StoredMessage stored() {
        return encoded.decode();
    }

    /// Internal to the client: the message as the broker sent it.
    public EncodedMessage encoded() {
        return encoded;
    }

    /// Internal to the client: what its broker wants to see with an acknowledgement; empty when none is needed.
    public String handle() {
        return handle;
    }

    /// Internal to the client: the broker counts the time anew in which this message is the consumer's.
    public void renewHandle(String value) {
        handle = value;
    }

    @Override
    public String toString() {
        return "ReceivedMessage[topic=" + topic() + ", id=" + messageId() + ", queue=" + queue + ", offset="
                + queueOffset() + ", " + encoded.bodyLength() + " bytes, properties=" + properties() + "]";
    }
}
