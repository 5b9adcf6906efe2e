package io.skylark.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageLayoutTest {
    /// Written by the official 5.5.0 codec.
    private static final String OFFICIAL = ("0000006f daa320a7 3610a686 00000003 00000000 0000000000000007 0000000000000400"
                    + "00000000 0000018bcfe56800 0a000005 0000c350 0000018bcfe5687b 0a000001 00002a9f 00000000"
                    + "0000000000000000 00000005 68656c6c6f 01 54 000e 6b 01 76 02 54414753 01 54616741 02")
            .replace(" ", "");

    private static MessageDraft draft(String topic, Host bornHost) {
        return new MessageDraft(
                topic.getBytes(StandardCharsets.UTF_8), 3, 0, 0, 1700000000000L, bornHost,
                Host.of(new byte[] {10, 0, 0, 1}, 10911), 0, 0,
                ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.wrap("k\u0001v\u0002TAGS\u0001TagA\u0002".getBytes(StandardCharsets.UTF_8)));
    }

    private static ByteBuffer encode(MessageDraft draft) {
        ByteBuffer target = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(target, 1700000000123L);
        assertThat(target.remaining()).isZero();
        return target.flip();
    }

    @Test
    void writesTheBytesOfTheOfficialCodec() {
        ByteBuffer encoded = encode(draft("T", Host.of(new byte[] {10, 0, 0, 5}, 50000)));
        MessageLayout.place(encoded, 0, 7, 1024);
        assertThat(HexFormat.of().formatHex(encoded.array())).isEqualTo(OFFICIAL);
    }

    @Test
    void decodesTheBytesOfTheOfficialCodec() {
        StoredMessage message = StoredMessage.decode(ByteBuffer.wrap(HexFormat.of().parseHex(OFFICIAL)));
        assertThat(message.topic()).isEqualTo("T");
        assertThat(message.queueId()).isEqualTo(3);
        assertThat(message.queueOffset()).isEqualTo(7);
        assertThat(message.position()).isEqualTo(1024);
        assertThat(message.storeTime()).isEqualTo(1700000000123L);
        assertThat(message.bornHost()).hasToString("10.0.0.5:50000");
        assertThat(message.body()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        assertThat(message.properties()).isEqualTo(Map.of("k", "v", "TAGS", "TagA"));
        assertThat(message.offsetMessageId()).isEqualTo("0A00000100002A9F0000000000000400");
        assertThat(OffsetMessageId.decode(message.offsetMessageId()))
                .isEqualTo(new OffsetMessageId(message.storeHost(), 1024));
    }

    @Test
    void writesALongTopicAndAnIpv6HostSoThatTheyReadBack() {
        byte[] v6 = new byte[16];
        v6[15] = 1;
        String topic = "t".repeat(200);
        ByteBuffer encoded = encode(draft(topic, Host.of(v6, 1)));
        assertThat(MessageLayout.magic(encoded, 0)).isEqualTo(MessageLayout.MAGIC_V2);
        StoredMessage message = StoredMessage.decode(encoded);
        assertThat(message.topic()).isEqualTo(topic);
        assertThat(message.bornHost().isV6()).isTrue();
        assertThat(message.storeTime()).isEqualTo(1700000000123L);
    }

    @Test
    void namesTheFaultOfAnyCutOrFlippedMessageOrReadsItWithoutLeavingItsBounds() {
        byte[] good = HexFormat.of().parseHex(OFFICIAL);
        for (int length = 0; length < good.length; length++) {
            assertThat(MessageLayout.fault(ByteBuffer.wrap(good, 0, length).slice(), 0, length)).isNotNull();
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            String fault = MessageLayout.fault(ByteBuffer.wrap(bad), 0, bad.length);
            if (fault == null) {
                try {
                    StoredMessage.decode(ByteBuffer.wrap(bad));
                } catch (IllegalArgumentException checksum) {
                    assertThat(checksum).as("seed %s", seed).hasMessageContaining("checksum");
                }
            }
        }
    }

    @Test
    void dropsEmptyAndNamelessProperties() {
        assertThat(Properties.decode("a\u00011\u0002b\u0001\u0002nothing\u0002c\u00012"))
                .isEqualTo(Map.of("a", "1", "c", "2"));
        byte[] text = "KEYS\u0001x y\u0002TAGS\u0001t".getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(text);
        assertThat(Properties.find(bytes, 0, text.length, "TAGS".getBytes(StandardCharsets.UTF_8))).isEqualTo("t");
        assertThat(Properties.find(bytes, 0, text.length, "TAG".getBytes(StandardCharsets.UTF_8))).isNull();
    }

    @Test
    void splitsTheBatchOfTheOfficialCodec() {
        String first = "00000021 00000000 00000000 00000000 00000001 61 000a 54414753 01 54616741 02".replace(" ", "");
        String second = "00000022 00000000 00000000 00000000 00000002 6262 000a 54414753 01 54616742 02".replace(" ", "");
        String batch = first + second;
        List<BatchBody.Inner> inner = BatchBody.split(ByteBuffer.wrap(HexFormat.of().parseHex(batch)));
        assertThat(inner).hasSize(2);
        assertThat(StandardCharsets.UTF_8.decode(inner.get(1).body()).toString()).isEqualTo("bb");
        assertThat(HexFormat.of().formatHex(BatchBody.encode(0, new byte[] {'a'}, Map.of("TAGS", "TagA"))))
                .isEqualTo(first);
        ByteBuffer cut = ByteBuffer.wrap(HexFormat.of().parseHex(batch), 0, 40);
        assertThatThrownBy(() -> BatchBody.split(cut)).hasMessageContaining("broken batch: message 1");
    }

    @Test
    void hashesTagsAsTheQueueIndexOfRocketMqDoes() {
        assertThat(Tags.hash("TagA")).isEqualTo(2598919);
        assertThat(Tags.hash(null)).isZero();
    }

    @Test
    void saysWhatIsWrongWithANameInTheWordsOfRocketMq() {
        assertThat(TopicNames.topicFault("a b"))
                .isEqualTo("The specified topic: a b, contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$");
        assertThat(TopicNames.topicFault("")).isEqualTo("The specified topic is blank.");
        assertThat(TopicNames.topicFault("x".repeat(128))).endsWith("is longer than topic max length: 127");
        assertThat(TopicNames.topicFault("%RETRY%" + "x".repeat(128))).isNull();
        assertThat(TopicNames.groupFault("x".repeat(121))).endsWith("is longer than group max length: 120");
    }
}
