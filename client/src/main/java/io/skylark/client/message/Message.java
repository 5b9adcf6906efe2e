package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.PropertyNames;
import io.skylark.message.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A message to be sent: a topic, a body, and properties. Each `with` gives a changed copy.
///
/// ```java
/// Message.of("orders", "{...}").withTag("paid").withKeys("order-42")
/// ```
public final class Message {
    /// What delays a message; the last that is set counts.
    private static final Set<String> DELAYS = Set.of(
            PropertyNames.DELAY, PropertyNames.TIMER_DELAY_SEC, PropertyNames.TIMER_DELAY_MS,
            PropertyNames.TIMER_DELIVER_MS);

    private static final String SEPARATORS = "\u0001\u0002";

    private final String topic;
    private final byte[] body;
    private final Map<String, String> properties;

    private Message(String topic, byte[] body, Map<String, String> properties) {
        this.topic = topic;
        this.body = body;
        this.properties = properties;
    }

    /// A message with a copy of `body`.
    ///
    /// @throws MessageRejectedException when the topic's name is not legal or belongs to the system, or the body is
    ///     empty
    public static Message of(String topic, byte[] body) {
        return create(topic, body.clone());
    }

    /// A message whose body is a text in UTF-8.
    ///
    /// @throws MessageRejectedException as [#of(String, byte[])]
    public static Message of(String topic, String body) {
        return create(topic, body.getBytes(StandardCharsets.UTF_8));
    }

    /// What the sender of a message said: its original topic, body, tag, keys, sharding key and own properties, to be sent
    /// again. Nothing of what servers added, no delay, and no id: the copy is a message of its own.
    ///
    /// ```java
    /// producer.send(Message.copyOf(deadLetter));
    /// ```
    ///
    /// @throws MessageRejectedException when the body cannot be read, or is empty
    public static Message copyOf(ReceivedMessage message) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.keySet().removeIf(name -> !ReservedNames.isSaid(name));
        Message plain = create(message.originalTopic(), message.body().clone());
        return new Message(plain.topic, plain.body, properties);
    }

    private static Message create(String topic, byte[] body) {
        checkTopic(topic);
        if (body.length == 0) {
            throw new MessageRejectedException("The body of a message must not be empty");
        }
        return new Message(topic, body, Map.of());
    }

    private static void checkTopic(String topic) {
        String fault = TopicNames.topicFault(topic);
        if (fault != null) {
            throw new MessageRejectedException(fault);
        }
        if (TopicNames.isNotSendable(topic)) {
            throw new MessageRejectedException("Topic " + topic + " belongs to the system, nothing may be sent to it");
        }
    }

    /// The same for another topic.
    ///
    /// @throws MessageRejectedException when the topic's name is not legal or belongs to the system
    public Message withTopic(String other) {
        checkTopic(other);
        return new Message(other, body, properties);
    }

    /// The one word by which consumers filter.
    public Message withTag(String tag) {
        if (tag.isBlank() || tag.contains("||") || !tag.equals(tag.strip())) {
            throw new MessageRejectedException(
                    "'" + tag + "' is no tag: it must not be blank, have blanks around it, or contain ||");
        }
        return with(PropertyNames.TAGS, tag);
    }

    /// The words by which the message can be found later, at least one.
    public Message withKeys(String... keys) {
        if (keys.length == 0) {
            throw new MessageRejectedException("withKeys needs at least one key");
        }
        for (String key : keys) {
            if (key.isEmpty() || key.chars().anyMatch(Character::isWhitespace)) {
                throw new MessageRejectedException("'" + key + "' is no key: it must not be empty or contain blanks");
            }
        }
        return with(PropertyNames.KEYS, String.join(" ", keys));
    }

    /// Messages of one topic with the same key go to the same queue, and there keep the order in which they were sent.
    public Message withShardingKey(String key) {
        if (key.isBlank()) {
            throw new MessageRejectedException("A sharding key must not be blank");
        }
        return with(PropertyNames.SHARDING_KEY, key);
    }

    /// Consumers see the message when this time has passed since the broker stored it. Brokers have a limit, 40 days
    /// with Skylark and 3 with RocketMQ; those of RocketMQ before 5.0 know only [#withDelayLevel(int)] and would
    /// deliver at once.
    public Message withDelay(Duration delay) {
        if (delay.isNegative() || delay.toMillis() == 0) {
            throw new MessageRejectedException("A delay must be at least 1 ms, not " + delay);
        }
        return delayed(PropertyNames.TIMER_DELAY_MS, delay.toMillis());
    }

    /// Consumers see the message from this time on, by the clock of the broker; at once when it has passed. As
    /// [#withDelay(Duration)] otherwise.
    public Message withDeliveryTime(Instant time) {
        return delayed(PropertyNames.TIMER_DELIVER_MS, time.toEpochMilli());
    }

    /// Consumers see the message after one of the broker's levels, as a rule 1 s, 5 s, 10 s, 30 s, 1 to 10 min, 20 min,
    /// 30 min, 1 h, 2 h.
    ///
    /// @param level from 1; higher than the highest means the highest
    public Message withDelayLevel(int level) {
        if (level < 1) {
            throw new MessageRejectedException("Delay levels begin with 1, not " + level);
        }
        return delayed(PropertyNames.DELAY, level);
    }

    private Message delayed(String name, long value) {
        Map<String, String> changed = new LinkedHashMap<>(properties);
        changed.keySet().removeAll(DELAYS);
        changed.put(name, Long.toString(value));
        return new Message(topic, body, changed);
    }

    /// A property of the program's own.
    ///
    /// @throws MessageRejectedException when the name is the system's, or name or value cannot travel
    public Message withProperty(String name, String value) {
        checkProperty(name, value);
        return put(name, value);
    }

    /// @throws MessageRejectedException as [#withProperty(String, String)]
    public static void checkProperty(String name, String value) {
        if (ReservedNames.contains(name)) {
            throw new MessageRejectedException("Property " + name + " is used by the system, choose another name");
        }
        if (name.isBlank()) {
            throw new MessageRejectedException("The name of a property must not be blank");
        }
        checkTravels(name, value);
    }

    /// Whether a property belongs to the system, so that no program can set it.
    public static boolean isReserved(String name) {
        return ReservedNames.contains(name);
    }

    private static void checkTravels(String name, String value) {
        if (value.isEmpty() || hasSeparator(name) || hasSeparator(value)) {
            throw new MessageRejectedException("Property " + name
                    + " must not be empty, and neither name nor value may contain the characters 1 and 2");
        }
    }

    private Message with(String name, String value) {
        checkTravels(name, value);
        return put(name, value);
    }

    private Message put(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(properties);
        changed.put(name, value);
        return new Message(topic, body, changed);
    }

    private static boolean hasSeparator(String text) {
        return text.indexOf(SEPARATORS.charAt(0)) >= 0 || text.indexOf(SEPARATORS.charAt(1)) >= 0;
    }

    public String topic() {
        return topic;
    }

    /// A copy of the body.
    public byte[] body() {
        return body.clone();
    }

    /// Of the body.
    public int sizeBytes() {
        return body.length;
    }

    /// Empty when the message has none.
    public String tag() {
        return properties.getOrDefault(PropertyNames.TAGS, "");
    }

    public List<String> keys() {
        String keys = properties.get(PropertyNames.KEYS);
        return keys == null ? List.of() : List.of(keys.split(" "));
    }

    /// Empty when the message has none.
    public String shardingKey() {
        return properties.isEmpty() ? "" : properties.getOrDefault(PropertyNames.SHARDING_KEY, "");
    }

    /// Whether consumers are not to see it at once.
    public boolean isDelayed() {
        if (properties.isEmpty()) {
            return false;
        }
        for (String name : properties.keySet()) {
            if (DELAYS.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /// Tag, keys and the program's own properties, by their names on the wire.
    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /// Internal to the client: as [#withProperty(String, String)], for names of the system too.
    public static Message withSystemProperty(Message message, String name, String value) {
        return message.with(name, value);
    }

    byte[] ownBody() {
        return body;
    }

    Map<String, String> ownProperties() {
        return properties;
    }

    @Override
    public String toString() {
        return "Message[topic=" + topic + ", " + body.length + " bytes, properties=" + properties + "]";
    }
}
