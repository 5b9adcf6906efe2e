package io.skylark.protocol.view;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// The view against the general decoder: what it reads is the same, and what it cannot read it says.
final class HeaderViewTest {
    private static final int HEAD_BYTES = 8;

    private final HeaderView view = new HeaderView();

    private static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("b", "topic-1");
        fields.put("e", "3");
        fields.put("g", "1700000000000");
        fields.put("i", "UNIQ_KEY\u00017F0000\u0002TAGS\u0001a\"b\\c/d\u0002WAIT\u0001true\u0002");
        fields.put("l", "-12");
        fields.put("m", "false");
        fields.put("empty", "");
        fields.put("text", "größer 한국어");
        return fields;
    }

    private static ByteBuffer header(Command command, SerializeType type) {
        return CommandCodec.encodeHead(command, type).position(HEAD_BYTES).slice();
    }

    private int field(String name) {
        return view.find(name.getBytes(UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatTheCodecWrites(SerializeType type) {
        Command command = Command.request(310, 4711, fields(), Command.NO_BODY);
        assertThat(view.read(header(command, type), type)).isTrue();
        assertThat(view.code()).isEqualTo(310);
        assertThat(view.opaque()).isEqualTo(4711);
        assertThat(view.flag()).isZero();
        fields().forEach((name, value) -> {
            assertThat(view.unescape(field(name))).isTrue();
            assertThat(view.text(field(name))).as(name).isEqualTo(value);
        });
        assertThat(field("nothing")).isEqualTo(-1);
        assertThat(view.number(field("g"))).isEqualTo(1_700_000_000_000L);
        assertThat(view.number(field("l"))).isEqualTo(-12);
        assertThat(view.isNumber(field("m"))).isFalse();
        assertThat(view.isNumber(field("empty"))).isFalse();
        assertThat(view.isValue(field("m"), "false".getBytes(UTF_8))).isTrue();
        assertThat(view.isValue(field("m"), "true".getBytes(UTF_8))).isFalse();
    }

    @Test
    void leavesWhatIsNotPlainToTheGeneralDecoder() {
        for (String header : new String[] {
            "", "{}", "{\"code\":1", "{ \"code\":1}", "{'code':1}", "{\"code\":1,}", "{\"code\":1}x", "{\"code\":-1}",
            "{\"code\":99999999999}", "{\"code\":1,\"extFields\":{\"a\":{}}}", "{\"code\":1,\"extFields\":{\"a\":[1]}}",
            "{\"code\":1,\"extFields\":{\"a\":\"x}}", "{\"opaque\":1}", "{\"code\":1,\"x\":\"\\"
        }) {
            assertThat(view.read(ByteBuffer.wrap(header.getBytes(UTF_8)), SerializeType.JSON)).as(header).isFalse();
        }
        String letter = "{\"code\":1,\"extFields\":{\"a\":\"\\u00e4\"}}";
        assertThat(view.read(ByteBuffer.wrap(letter.getBytes(UTF_8)), SerializeType.JSON)).isTrue();
        assertThat(view.unescape(field("a"))).as("an escape beyond ASCII").isFalse();
    }

    @Test
    void readsNumbersAndLiteralsAsText() {
        String header = "{\"extFields\":{\"a\":12,\"b\":true,\"c\":null},\"opaque\":7,\"code\":11,\"remark\":null}";
        assertThat(view.read(ByteBuffer.wrap(header.getBytes(UTF_8)), SerializeType.JSON)).isTrue();
        assertThat(view.number(field("a"))).isEqualTo(12);
        assertThat(view.text(field("b"))).isEqualTo("true");
        assertThat(field("c")).as("null is no value").isEqualTo(-1);
        assertThat(view.opaque()).isEqualTo(7);
    }

    @Test
    void neverFailsAndNeverReadsSomethingElseThanTheCodec() {
        long seed = new Random().nextLong();
        System.out.println("HeaderViewTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 40_000; round++) {
            SerializeType type = random.nextBoolean() ? SerializeType.JSON : SerializeType.ROCKETMQ;
            byte[] frame = CommandCodec.encode(Command.request(310, round, fields(), Command.NO_BODY), type);
            for (int i = random.nextInt(4); i > 0; i--) {
                frame[HEAD_BYTES + random.nextInt(frame.length - HEAD_BYTES)] = (byte) random.nextInt();
            }
            ByteBuffer header = ByteBuffer.wrap(frame, HEAD_BYTES, frame.length - HEAD_BYTES).slice();
            if (view.read(header, type)) {
                assertSame(frame, seed);
            }
        }
    }

    private void assertSame(byte[] frame, long seed) {
        Command command;
        try {
            command = CommandCodec.decode(ByteBuffer.wrap(frame, 4, frame.length - 4));
        } catch (ProtocolException refused) {
            // the view is not asked to find everything that is wrong with a field that nobody wants
            return;
        }
        assertThat(view.code()).as("seed %d", seed).isEqualTo(command.code());
        assertThat(view.opaque()).as("seed %d", seed).isEqualTo(command.opaque());
        for (String name : fields().keySet()) {
            int field = field(name);
            if (field >= 0 && view.unescape(field) && view.text(field).indexOf('\uFFFD') < 0) {
                assertThat(view.text(field)).as("seed %d, %s", seed, name).isEqualTo(command.field(name));
            }
        }
    }
}
