package io.skylark.nameserver;

import io.skylark.protocol.api.Registration;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.wire.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistrationBodyTest {
    private static byte[] deflate(byte[] bytes) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(target)) {
            deflating.write(bytes);
        }
        return target.toByteArray();
    }

    private static byte[] fields(Object... values) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(target);
        for (Object value : values) {
            if (value instanceof String text) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                data.writeInt(bytes.length);
                data.write(bytes);
            } else {
                data.writeInt((Integer) value);
            }
        }
        return target.toByteArray();
    }

    private static Registration.Body read(byte[] inflated) throws IOException {
        return RegistrationBody.read(ByteBuffer.wrap(deflate(inflated)), true);
    }

    /// What the official 5.5.0 codec sends for one topic, inflated.
    @Test
    void readsTheBodyOfTheOfficialCodec() throws IOException {
        String hex = "0000002c" + HexFormat.of().formatHex(
                        "{\"counter\":0,\"stateVersion\":0,\"timestamp\":1}".getBytes(StandardCharsets.UTF_8))
                + "00000001" + "00000015"
                + HexFormat.of().formatHex("T 8 8 6 SINGLE_TAG {}".getBytes(StandardCharsets.UTF_8))
                + "00000002" + "5b5d" + "00000000";
        assertThat(read(HexFormat.of().parseHex(hex))).isEqualTo(new Registration.Body(
                TopicTable.of(Map.of("T", TopicConfig.of("T", 8, 6)), new DataVersion(0L, 1, 0L)), List.of()));
    }

    @Test
    void readsOlderAndNewerForms() throws IOException {
        Registration.Body body = read(fields(
                "{\"counter\":3,\"timestamp\":7}", 2, "T 1 2 4 SINGLE_TAG", "U 3 4 6 MULTI_TAG {\"+a\":\"b c\"}",
                "[\"1.1.1.1:1\"]", 1, "{\"static\":\"topic\"}"));
        @Nullable TopicTable topics = body.topicConfigSerializeWrapper();
        assertThat(topics).isNotNull();
        assertThat(topics.dataVersion()).isEqualTo(new DataVersion(null, 7, 3L));
        assertThat(topics.topicConfigTable()).isEqualTo(Map.of(
                "T", new TopicConfig("T", 1, 2, 4, "SINGLE_TAG", 0, false, Map.of()),
                "U", new TopicConfig("U", 3, 4, 6, "MULTI_TAG", 0, false, Map.of())));
        assertThat(body.filterServerList()).containsExactly("1.1.1.1:1");
    }

    /// A 5.5.0 broker with `compressedRegister=true` sends `compressed=false` with a compressed body.
    @Test
    void recognizesACompressedBodyThatIsSaidToBePlain() throws IOException {
        byte[] body = deflate(fields("{\"counter\":0,\"timestamp\":1}", 1, "T 8 8 6 SINGLE_TAG {}", "[]", 0));
        assertThat(RegistrationBody.read(ByteBuffer.wrap(body), false))
                .isEqualTo(RegistrationBody.read(ByteBuffer.wrap(body), true));
    }

    @Test
    void takesAnEmptyBodyForNoTopics() {
        assertThat(RegistrationBody.read(ByteBuffer.allocate(0), true)).isEqualTo(new Registration.Body(
                TopicTable.of(Map.of(), DataVersion.ZERO), List.of()));
    }

    @Test
    void refusesABodyThatGrowsWithoutEnd() throws IOException {
        byte[] bomb = deflate(new byte[RegistrationBody.MAX_INFLATED_BYTES + 1]);
        assertThat(bomb).as("small on the wire").hasSizeLessThan(100_000);
        assertThatThrownBy(() -> RegistrationBody.read(ByteBuffer.wrap(bomb), true))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the registration is larger than 67108864 bytes");
    }

    @Test
    void refusesLengthsThatTheBodyDoesNotHave() throws IOException {
        String version = "{\"counter\":0,\"timestamp\":1}";
        for (byte[] wrong : new byte[][] {
            fields(Integer.MAX_VALUE),
            fields(-1),
            fields(version, Integer.MAX_VALUE),
            fields(version, -5),
            fields(version, 1, Integer.MAX_VALUE),
            fields(version, 0, 1_000_000),
            fields(version, 0),
            fields(version, 1, "T 8 8"),
            fields(version, 1, "T 8 8 x SINGLE_TAG {}", "[]"),
            fields(version, 0, "{}"),
            new byte[3]
        }) {
            assertThatThrownBy(() -> read(wrong)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void answersAnyBytesWithABodyOrAProtocolException() throws IOException {
        byte[] good = deflate(fields("{\"counter\":0,\"timestamp\":1}", 1, "T 8 8 6 SINGLE_TAG {}", "[]", 0));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                RegistrationBody.read(ByteBuffer.wrap(bytes), true);
            } catch (ProtocolException expected) {
                refused++;
                assertThat(expected).as("seed %s", seed).hasMessageMatching("(?s).+");
            }
        }
        assertThat(refused).as("seed %s", seed).isPositive();
    }

    @Test
    void checksTheChecksumWithoutItsSign() {
        ByteBuffer body = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(RegistrationBody.matches(body, 907060870)).isTrue();
        assertThat(RegistrationBody.matches(body, 907060871)).isFalse();
        assertThat(RegistrationBody.matches(body, null)).isTrue();
        assertThat(RegistrationBody.matches(body, 0)).isTrue();
        assertThat(body.remaining()).isEqualTo(5);
    }
}
