package io.skylark.bench.frame;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

final class AnswerTest {
    private static Command answer(int code, String remark, int opaque) {
        return Command.response(code, remark).withOpaque(opaque)
                .withFields(Map.of("msgId", "\"opaque\":5", "queueOffset", "17"))
                .withBody("body".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(SerializeType.class)
    void codeOpaqueAndBodyAreReadInPlace(SerializeType type) {
        byte[] first = CommandCodec.encode(answer(0, "FOUND", 1_000_000_003), type);
        byte[] second = CommandCodec.encode(answer(19, "a longer remark with \"opaque\":1", 1_999_999_999), type);
        ByteBuffer source = ByteBuffer.allocateDirect(first.length + second.length).put(first).put(second).flip();
        Answer answer = new Answer();

        answer.read(source, Answer.frameBytes(source));
        assertThat(answer.code()).isEqualTo(0);
        assertThat(answer.opaque()).isEqualTo(1_000_000_003);
        assertThat(answer.end() - answer.bodyAt()).isEqualTo(4);
        assertThat(source.get(answer.bodyAt())).isEqualTo((byte) 'b');

        answer.read(source, Answer.frameBytes(source));
        assertThat(answer.code()).isEqualTo(19);
        assertThat(answer.opaque()).isEqualTo(1_999_999_999);
        assertThat(source.hasRemaining()).isFalse();
    }

    @Test
    void keysInAnotherOrderAreReadByTheCodec() {
        byte[] header = "{ \"opaque\" : 42, \"flag\":1, \"code\" : 2, \"remark\":\"busy 12 of 30\" }"
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer source = ByteBuffer.allocate(8 + header.length)
                .putInt(4 + header.length).putInt(header.length).put(header).flip();
        Answer answer = new Answer().read(source, Answer.frameBytes(source));
        assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_BUSY);
        assertThat(answer.opaque()).isEqualTo(42);
        assertThat(answer.describe()).isEqualTo("code 2: busy # of #");
    }

    @Test
    void theSizeOfAFrameIsKnownFromItsFirstBytes() {
        ByteBuffer source = ByteBuffer.wrap(CommandCodec.encode(answer(0, "", 1_000_000_000), SerializeType.JSON));
        int size = source.remaining();
        assertThat(Answer.frameBytes(source.duplicate().limit(3))).isEqualTo(4);
        assertThat(Answer.frameBytes(source.duplicate().limit(4))).isEqualTo(size);
    }
}
