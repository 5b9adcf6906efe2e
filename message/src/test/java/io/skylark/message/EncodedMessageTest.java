package io.skylark.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EncodedMessageTest {
    private static final Host BORN = Host.of(new byte[] {10, 0, 0, 5}, 50_000);
    private static final Host STORED = Host.of(new byte[16], 10_911);

    private static StoredMessage message() {
        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
        return new StoredMessage(
                "orders", 3, 7, 1024, 9, SysFlag.STORE_HOST_V6, 100, BORN, 123, STORED, 2, 0, 0, 907_060_870, body,
                Map.of(PropertyNames.TAGS, "TagA", "k", "v"));
    }

    @Test
    void readsEachFieldFromTheBytes() {
        EncodedMessage encoded = EncodedMessage.of(message());
        assertThat(encoded.topic()).isEqualTo("orders");
        assertThat(encoded.queueId()).isEqualTo(3);
        assertThat(encoded.queueOffset()).isEqualTo(7);
        assertThat(encoded.position()).isEqualTo(1024);
        assertThat(encoded.flag()).isEqualTo(9);
        assertThat(encoded.sysFlag()).isEqualTo(SysFlag.STORE_HOST_V6);
        assertThat(encoded.bornTime()).isEqualTo(100);
        assertThat(encoded.storeTime()).isEqualTo(123);
        assertThat(encoded.reconsumeTimes()).isEqualTo(2);
        assertThat(encoded.bodyLength()).isEqualTo(5);
        assertThat(encoded.body()).asString().isEqualTo("hello");
        assertThat(encoded.property("k")).isEqualTo("v");
        assertThat(encoded.property("missing")).isNull();
        assertThat(encoded.properties()).containsOnly(Map.entry("TAGS", "TagA"), Map.entry("k", "v"));
        assertThat(encoded.offsetMessageId()).isEqualTo(OffsetMessageId.encode(STORED, 1024));
        StoredMessage decoded = encoded.decode();
        assertThat(decoded.storedSizeBytes()).isEqualTo(encoded.sizeBytes());
        assertThat(decoded.bodyCrc()).isEqualTo(907_060_870);
        assertThat(decoded.properties()).isEqualTo(encoded.properties());
    }

    @Test
    void copiesOneMessageOfManyAndMovesBehindIt() {
        byte[] one = bytes();
        ByteBuffer many = ByteBuffer.allocate(2 * one.length).put(one).put(one).flip();
        EncodedMessage first = EncodedMessage.read(many);
        assertThat(many.position()).isEqualTo(one.length);
        many.put(0, new byte[one.length]);
        assertThat(first.topic()).isEqualTo("orders");
        assertThat(EncodedMessage.read(many).topic()).isEqualTo("orders");
        assertThat(many.hasRemaining()).isFalse();
    }

    private static byte[] bytes() {
        StoredMessage message = message();
        MessageDraft draft = new MessageDraft(
                "orders".getBytes(StandardCharsets.UTF_8), 3, 9, 0, 100, BORN, BORN, 2, 0,
                ByteBuffer.wrap(message.body()), ByteBuffer.allocate(0));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 123);
        return bytes.array();
    }

    @Test
    void refusesWhatIsDamaged() {
        byte[] damaged = bytes();
        damaged[MessageLayout.bodyAt(ByteBuffer.wrap(damaged), 0)] ^= 1;
        assertThatThrownBy(() -> EncodedMessage.read(ByteBuffer.wrap(damaged)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> EncodedMessage.read(ByteBuffer.allocate(200)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a stored message");
    }
}
