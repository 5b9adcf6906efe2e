package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.EncodedMessage;
import io.skylark.message.Host;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.MessageQueue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReceivedMessageTest {
    private static final Host HOST = Host.of(new byte[] {127, 0, 0, 1}, 10911);

    /// What a sender says.
    private static final Map<String, String> SAID =
            Map.of("TAGS", "paid", "KEYS", "k1 k2", "__SHARDINGKEY", "order-1", "colour", "red");

    private static ReceivedMessage stored(String topic, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(SAID);
        properties.put("UNIQ_KEY", "ID");
        properties.putAll(more);
        StoredMessage stored = new StoredMessage(
                topic, 0, 3, 3000, 0, 0, 1, HOST, 2, HOST, 1, 0, 0, 0, "body".getBytes(StandardCharsets.UTF_8),
                properties);
        return ReceivedMessage.of(
                EncodedMessage.of(stored), new MessageQueue(topic, "broker-a", 0), ReceivedMessage.Delivery.PLAIN);
    }

    private static ReceivedMessage deadLetter() {
        return stored("%DLQ%g", Map.of(
                "RETRY_TOPIC", "orders", "DLQ_ORIGIN_TOPIC", "orders", "DLQ_ORIGIN_MESSAGE_ID", "ID",
                "ORIGIN_MESSAGE_ID", "ID", "CLUSTER", "C", "REAL_TOPIC", "%RETRY%g", "TIMER_OUT_MS", "5"));
    }

    @Test
    void tellsWhatTheProgramSaidFromWhatTheSystemAdded() {
        assertThat(deadLetter().userProperties()).isEqualTo(Map.of("colour", "red"));
        assertThat(deadLetter().shardingKey()).isEqualTo("order-1");
        assertThat(stored("T", Map.of()).userProperties()).isEqualTo(Map.of("colour", "red"));
        assertThat(ReceivedMessage.forTest(Message.of("T", "x")).shardingKey()).isEmpty();
    }

    @Test
    void namesOfDeadLettersAreReserved() {
        for (String name : new String[] {"DLQ_ORIGIN_TOPIC", "DLQ_ORIGIN_MESSAGE_ID", "REAL_TOPIC", "1ST_POP_TIME"}) {
            assertThat(Message.isReserved(name)).as(name).isTrue();
            assertThatThrownBy(() -> Message.of("T", "x").withProperty(name, "y"))
                    .isInstanceOf(MessageRejectedException.class)
                    .hasMessageContaining(name);
        }
        assertThat(Message.isReserved("colour")).isFalse();
    }

    @Test
    void knowsTheTopicThatItWasFirstSentTo() {
        assertThat(stored("orders", Map.of()).originalTopic()).isEqualTo("orders");
        assertThat(deadLetter().originalTopic()).isEqualTo("orders");
        assertThat(deadLetter().topic()).isEqualTo("%DLQ%g");
        assertThat(stored("%DLQ%g", Map.of("DLQ_ORIGIN_TOPIC", "orders")).originalTopic()).isEqualTo("orders");
        assertThat(stored("%RETRY%g", Map.of("RETRY_TOPIC", "orders")).originalTopic()).isEqualTo("orders");
        assertThat(stored("SCHEDULE_TOPIC_XXXX", Map.of("REAL_TOPIC", "orders")).originalTopic()).isEqualTo("orders");
        assertThat(stored("SCHEDULE_TOPIC_XXXX", Map.of("REAL_TOPIC", "%RETRY%g", "RETRY_TOPIC", "orders"))
                .originalTopic()).isEqualTo("orders");
        assertThat(stored("%DLQ%g", Map.of()).originalTopic()).isEqualTo("%DLQ%g");
        // A program may have copied properties of another message.
        assertThat(stored("orders", Map.of("RETRY_TOPIC", "bills")).originalTopic()).isEqualTo("orders");
    }

    @Test
    void knowsWhetherItsSenderWaitsForAReply() {
        Map<String, String> request = Map.of("CORRELATION_ID", "c", "REPLY_TO_CLIENT", "me", "TTL", "3000");
        assertThat(stored("T", request).isRequest()).isTrue();
        Map<String, String> reply = new HashMap<>(request);
        reply.put("MSG_TYPE", "reply");
        assertThat(stored("T", reply).isRequest()).isFalse();
        assertThat(stored("T", Map.of()).isRequest()).isFalse();
    }

    @Test
    void saysInWhichTopicItReallyIs() {
        assertThat(stored("%RETRY%g", Map.of("RETRY_TOPIC", "orders")))
                .asString()
                .startsWith("ReceivedMessage[topic=orders, id=ID, queue=%RETRY%g/broker-a/0, offset=3, 4 bytes,");
    }

    @Test
    void aDeadLetterCanBeSentAgainAsItWas() {
        Message copy = Message.copyOf(deadLetter());
        assertThat(copy.topic()).isEqualTo("orders");
        assertThat(copy.body()).isEqualTo("body".getBytes(StandardCharsets.UTF_8));
        assertThat(copy.tag()).isEqualTo("paid");
        assertThat(copy.keys()).containsExactly("k1", "k2");
        assertThat(copy.shardingKey()).isEqualTo("order-1");
        assertThat(copy.properties()).isEqualTo(SAID);
    }

    @Test
    void aCopyGoesToAnotherTopicWhenToldSo() {
        Message copy = Message.copyOf(deadLetter()).withTopic("orders-again");
        assertThat(copy.topic()).isEqualTo("orders-again");
        assertThat(copy.properties()).isEqualTo(SAID);
        assertThatThrownBy(() -> copy.withTopic("no topic")).isInstanceOf(MessageRejectedException.class);
        assertThatThrownBy(() -> copy.withTopic("SCHEDULE_TOPIC_XXXX")).hasMessageContaining("belongs to the system");
    }

    @Test
    void canBeMadeForATestOfAListener() {
        Message sent = Message.of("orders", "body").withTag("paid").withKeys("k1").withProperty("colour", "red");
        ReceivedMessage message = ReceivedMessage.forTest(sent, 2);
        assertThat(message.topic()).isEqualTo("orders");
        assertThat(message.text()).isEqualTo("body");
        assertThat(message.tag()).isEqualTo("paid");
        assertThat(message.key()).isEqualTo("k1");
        assertThat(message.userProperties()).isEqualTo(Map.of("colour", "red"));
        assertThat(message.reconsumeTimes()).isEqualTo(2);
        assertThat(message.storeTime()).isEqualTo(Instant.EPOCH);
        assertThat(message.queue()).isEqualTo(new MessageQueue("orders", "test", 0));
        assertThat(message.messageId()).hasSize(32).isEqualTo(ReceivedMessage.forTest(sent).messageId());
        assertThat(message.messageId()).isNotEqualTo(ReceivedMessage.forTest(sent.withTag("open")).messageId());
    }
}
