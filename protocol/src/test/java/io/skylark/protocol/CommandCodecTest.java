package io.skylark.protocol;

import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.wire.ProtocolException;
import io.skylark.protocol.wire.RecordShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandCodecTest {
    /// The frames of the official 5.5.0 codec.
    private static final String BINARY_REQUEST = ("0000004d 01000049 0069 00 0201 00000001 00000000 00000000 00000034"
                    + "0005 746f706963 00000009 546f70696354657374"
                    + "0016 6163636570745374616e646172644a736f6e4f6e6c79 00000004 74727565")
            .replace(" ", "");

    private static final String BINARY_RESPONSE =
            "00000023 0100001d 0011 00 0201 00000001 00000001 00000008 6e6f20726f757465 00000000 6869".replace(" ", "");

    private static Command decode(String hex) {
        ByteBuffer frame = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        CommandCodec.checkLength(frame.getInt());
        return CommandCodec.decode(frame);
    }

    private static Command decodeJson(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes);
        return CommandCodec.decode(frame.flip());
    }

    @Test
    void readsABinaryRequestOfTheOfficialCodec() {
        Command command = decode(BINARY_REQUEST);
        assertThat(command.code()).isEqualTo(105);
        assertThat(command.language()).isEqualTo(Language.JAVA);
        assertThat(command.version()).isEqualTo(513);
        assertThat(command.opaque()).isEqualTo(1);
        assertThat(command.fields()).isEqualTo(Map.of("topic", "TopicTest", "acceptStandardJsonOnly", "true"));
        assertThat(command.body().hasRemaining()).isFalse();
    }

    @Test
    void writesABinaryResponseOfTheOfficialCodec() {
        Command response = Command.response(17, "no route")
                .withOpaque(1)
                .withBody("hi".getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(CommandCodec.encode(response, SerializeType.ROCKETMQ)))
                .isEqualTo(BINARY_RESPONSE);
        assertThat(decode(BINARY_RESPONSE).remark()).isEqualTo("no route");
    }

    @Test
    void writesAJsonHeaderOfTheOfficialCodec() {
        Command response = Command.response(0, null).withOpaque(7).withFields(Map.of("k", "v"));
        String frame = new String(CommandCodec.encode(response, SerializeType.JSON), StandardCharsets.UTF_8);
        assertThat(frame.substring(8)).isEqualTo("{\"code\":0,\"extFields\":{\"k\":\"v\"},\"flag\":1,"
                + "\"language\":\"JAVA\",\"opaque\":7,\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}");
    }

    @Test
    void aJsonHeaderKeepsEveryText() {
        for (String text : new String[] {"", "plain", "\"\\/'", "a\u0001b\u0002c\n\r\t\b\f\u007f", "größer 한국어 \u0001",
                "\u0000".repeat(1000), "é".repeat(1000)}) {
            Command command = Command.response(1, text).withFields(Map.of(text + "k", text, "queueId", text));
            byte[] frame = CommandCodec.encode(command.withBody(new byte[] {7}), SerializeType.JSON);
            ByteBuffer behind = ByteBuffer.wrap(frame).position(4);
            for (ByteBuffer source : new ByteBuffer[] {behind, direct(behind)}) {
                Command read = CommandCodec.decode(source);
                assertThat(read.remark()).isEqualTo(text);
                assertThat(read.fields()).isEqualTo(command.fields());
                assertThat(read.bodyBytes()).containsExactly(7);
            }
        }
    }

    private static ByteBuffer direct(ByteBuffer source) {
        return ByteBuffer.allocateDirect(source.remaining()).put(source.duplicate()).flip();
    }

    @Test
    void aKeyThatOnlyBeginsAsAKnownOneIsItself() {
        Command command = decodeJson("{\"codes\":3,\"code\":1,\"cod\":2,\"extFields\":{\"queueId2\":\"a\","
                + "\"queueI\":\"b\",\"queueId\":123456789012345678,\"x\":1234567890123456789,\"y\":-1,\"z\":1.5}}");
        assertThat(command.code()).isEqualTo(1);
        assertThat(command.fields()).isEqualTo(Map.of("queueId2", "a", "queueI", "b", "queueId", "123456789012345678",
                "x", "1234567890123456789", "y", "-1", "z", "1.5"));
        assertThatThrownBy(() -> decodeJson("{\"code\":12345678901234567890}")).hasMessageContaining("broken JSON at");
        assertThatThrownBy(() -> decodeJson("{\"code")).hasMessageContaining("broken JSON at byte 6");
    }

    @Test
    void theBusyFieldsAreThoseOfTheAnswersToSendsAndPulls() {
        Set<String> names = new HashSet<>(Set.of("MSG_REGION", "TRACE_ON"));
        for (Class<?> answer : List.of(SendMessage.Response.class, PullMessage.Response.class)) {
            RecordShape.of(answer).components().forEach(component -> names.add(component.wireName()));
        }
        assertThat(names).containsAll(JsonHeader.BUSY_FIELDS);
    }

    @Test
    void readsASendRequestInEitherSpelling() {
        Command letters = decodeJson("{\"code\":310,\"extFields\":{\"a\":\"pg\",\"b\":\"T\",\"c\":\"TBW102\",\"d\":\"4\","
                + "\"e\":\"0\",\"f\":\"0\",\"g\":\"1700000000000\",\"h\":\"0\",\"i\":\"TAGS\\u0001TagA\\u0002\","
                + "\"j\":\"0\",\"k\":\"false\",\"m\":\"false\",\"n\":\"broker-a\"},\"flag\":0,\"language\":\"JAVA\","
                + "\"opaque\":2,\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}");
        SendMessage.Request request = SendMessage.API.decodeRequest(letters);
        assertThat(request.topic()).isEqualTo("T");
        assertThat(request.properties()).isEqualTo("TAGS\u0001TagA\u0002");
        assertThat(request.maxReconsumeTimes()).isNull();
        assertThat(request.bornTimestamp()).isEqualTo(1700000000000L);
        Map<String, String> names = new HashMap<>(Map.of(
                "producerGroup", "pg", "topic", "T", "defaultTopicQueueNums", "4", "queueId", "1", "sysFlag", "0",
                "bornTimestamp", "5", "flag", "0"));
        assertThat(SendMessage.API.decodeRequest(Command.request(10, 1, names, Command.NO_BODY)).queueId()).isEqualTo(1);
        names.remove("queueId");
        assertThatThrownBy(() -> SendMessage.API.decodeRequest(Command.request(10, 1, names, Command.NO_BODY)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the custom field <e> is null");
    }

    @Test
    void takesNumbersAndUnknownKeysInAJsonHeader() {
        Command command = decodeJson(
                "{ \"x\":[1,{\"y\":null}], \"extFields\":{\"a\":5,\"b\":true,\"c\":null}, \"code\":34,\"language\":\"ZIG\"}");
        assertThat(command.code()).isEqualTo(34);
        assertThat(command.language()).isEqualTo(Language.OTHER);
        assertThat(command.fields()).isEqualTo(Map.of("a", "5", "b", "true"));
    }

    @Test
    void refusesImpossibleLengths() {
        for (int length : new int[] {-1, 0, 3, CommandCodec.MAX_FRAME_BYTES - 3, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> CommandCodec.checkLength(length)).hasMessageContaining("frame length " + length);
        }
        CommandCodec.checkLength(CommandCodec.MAX_FRAME_BYTES - 4);
        ByteBuffer tooLong = ByteBuffer.allocate(8).putInt(0, 5);
        assertThatThrownBy(() -> CommandCodec.decode(tooLong)).hasMessageContaining("header length 5 exceeds");
        ByteBuffer unknownType = ByteBuffer.allocate(8).putInt(0, 2 << 24);
        assertThatThrownBy(() -> CommandCodec.decode(unknownType)).hasMessageContaining("unknown header serialization 2");
        assertThatThrownBy(() -> CommandCodec.encode(Command.response(200050, null), SerializeType.ROCKETMQ))
                .hasMessageContaining("does not fit");
    }

    @Test
    void answersAnyBytesWithACommandOrAProtocolException() {
        byte[][] seeds = {
            HexFormat.of().parseHex(BINARY_REQUEST),
            CommandCodec.encode(Command.request(11, 1, Map.of("topic", "T", "q", "1"), Command.NO_BODY), SerializeType.JSON)
        };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int decoded = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = seeds[round & 1].clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int end = random.nextInt(8) == 0 ? 4 + random.nextInt(bytes.length - 4) : bytes.length;
            try {
                CommandCodec.decode(ByteBuffer.wrap(bytes, 4, end - 4));
                decoded++;
            } catch (ProtocolException expected) {
                assertThat(expected).as("seed %s", seed).hasMessageMatching("(?s).+");
            }
        }
        assertThat(decoded).as("seed %s", seed).isBetween(1, 49_999);
    }
}
