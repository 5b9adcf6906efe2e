package io.skylark.client.message;

import io.skylark.client.consumer.group.Samples;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.Properties;
import io.skylark.message.SysFlag;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageTest {
    private static OutgoingMessage outgoing(Message message) {
        return OutgoingMessage.of(message, "ID", BodyCompression.STANDARD, 1000);
    }

    @Test
    void everyChangeIsACopy() {
        Message plain = Message.of("T", "body");
        Message changed = plain.withTag("a").withKeys("k1", "k2").withProperty("name", "value");
        assertThat(plain.properties()).isEmpty();
        assertThat(changed.tag()).isEqualTo("a");
        assertThat(changed.keys()).containsExactly("k1", "k2");
        assertThat(changed.properties()).containsExactlyInAnyOrderEntriesOf(
                Map.of("TAGS", "a", "KEYS", "k1 k2", "name", "value"));
    }

    @Test
    void theKeyOfAReceivedMessageIsItsFirst() {
        assertThat(received(Map.of("KEYS", "k1 k2")).key()).isEqualTo("k1");
        assertThat(received(Map.of()).key()).isEmpty();
        assertThat(received(Map.of()).keys()).isEmpty();
    }

    private static ReceivedMessage received(Map<String, String> properties) {
        return ReceivedMessage.of(
                Samples.message(0, 0, "body", properties), Samples.QUEUE, ReceivedMessage.Delivery.PLAIN);
    }

    @Test
    void keepsItsOwnBody() {
        byte[] bytes = "body".getBytes(StandardCharsets.UTF_8);
        Message message = Message.of("T", bytes);
        bytes[0] = 0;
        message.body()[1] = 0;
        assertThat(message.body()).isEqualTo("body".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesWhatCannotTravel() {
        Message message = Message.of("T", "body");
        assertThatThrownBy(() -> Message.of("no topic", "body")).hasMessageContaining("illegal characters");
        assertThatThrownBy(() -> Message.of("SCHEDULE_TOPIC_XXXX", "b")).hasMessageContaining("belongs to the system");
        assertThatThrownBy(() -> Message.of("T", "")).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> message.withTag("a || b")).hasMessageContaining("is no tag");
        assertThatThrownBy(() -> message.withTag(" a")).hasMessageContaining("is no tag");
        assertThatThrownBy(() -> message.withKeys("a b")).hasMessageContaining("is no key");
        assertThatThrownBy(message::withKeys).hasMessage("withKeys needs at least one key");
        assertThatThrownBy(() -> message.withProperty("UNIQ_KEY", "x")).hasMessageContaining("used by the system");
        assertThatThrownBy(() -> message.withProperty("name", "")).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> message.withProperty("name", "a\u0001b"))
                .isInstanceOf(MessageRejectedException.class)
                .hasMessageContaining("characters 1 and 2");
    }

    @Test
    void travelsWithItsIdAndItsProperties() {
        OutgoingMessage outgoing = outgoing(Message.of("T", "body").withTag("a").withProperty("name", "value"));
        assertThat(Properties.decode(outgoing.properties())).isEqualTo(
                Map.of("TAGS", "a", "name", "value", "UNIQ_KEY", "ID", "WAIT", "true"));
        assertThat(outgoing.sysFlag()).isZero();
        assertThat(StandardCharsets.UTF_8.decode(outgoing.body().duplicate()).toString()).isEqualTo("body");
    }

    @Test
    void isCompressedFromTheThresholdOnAndMeasuredAfterwards() {
        OutgoingMessage large = outgoing(Message.of("T", "x".repeat(4097)));
        assertThat(large.sysFlag()).isEqualTo(SysFlag.COMPRESSED | SysFlag.COMPRESSION_ZLIB);
        assertThat(large.body().remaining()).isLessThan(1000);
        assertThat(BodyCompression.unpack(large.body().array(), large.sysFlag())).hasSize(4097);
        assertThatThrownBy(() -> outgoing(Message.of("T", "x".repeat(4096))))
                .isInstanceOf(MessageRejectedException.class)
                .hasMessage("The body has 4096 bytes, the limit is 1000");
    }

    @Test
    void refusesTooManyProperties() {
        Message message = Message.of("T", "body").withProperty("name", "x".repeat(32_767));
        assertThatThrownBy(() -> outgoing(message))
                .isInstanceOf(MessageRejectedException.class)
                .hasMessageContaining("the limit is 32767");
    }
}
