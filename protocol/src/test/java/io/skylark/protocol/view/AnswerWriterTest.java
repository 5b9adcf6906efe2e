package io.skylark.protocol.view;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

final class AnswerWriterTest {
    private final AnswerWriter writer = new AnswerWriter();

    @ParameterizedTest
    @EnumSource
    void writesWhatTheCodecReads(SerializeType type) {
        ByteBuffer target = ByteBuffer.allocate(2000).position(5);
        writer.begin(target, type, 19, Integer.MAX_VALUE, "FOUND".getBytes(UTF_8));
        writer.field(FieldName.of("min"), Long.MIN_VALUE);
        writer.field(FieldName.of("max"), Long.MAX_VALUE);
        writer.field(FieldName.of("zero"), 0);
        byte[] text = "xxtextxx".getBytes(UTF_8);
        writer.field(FieldName.of("text"), text, 2, 4);
        int at = writer.reserve(FieldName.of("id"), 2);
        target.put(at, (byte) 'I').put(at + 1, (byte) 'D');
        writer.end(3);
        target.put("abc".getBytes(UTF_8));

        ByteBuffer frame = target.flip().position(5);
        assertThat(frame.getInt()).isEqualTo(frame.remaining());
        Command answer = CommandCodec.decode(frame);
        assertThat(answer.code()).isEqualTo(19);
        assertThat(answer.opaque()).isEqualTo(Integer.MAX_VALUE);
        assertThat(answer.isResponse()).isTrue();
        assertThat(answer.remark()).isEqualTo("FOUND");
        assertThat(answer.fields()).isEqualTo(Map.of(
                "min", "-9223372036854775808", "max", "9223372036854775807", "zero", "0", "text", "text", "id", "ID"));
        assertThat(new String(answer.bodyBytes(), UTF_8)).isEqualTo("abc");
    }

    /// Byte for byte what the codec writes for the same answer, so that no client can tell them apart.
    @ParameterizedTest
    @EnumSource
    void writesTheSameBytesAsTheCodec(SerializeType type) {
        Command answer = Command.response(0, null).withOpaque(77).withFields(Map.of("queueId", "3"));
        ByteBuffer target = ByteBuffer.allocate(2000);
        writer.begin(target, type, 0, 77, new byte[0]);
        writer.field(FieldName.of("queueId"), 3);
        writer.end(0);
        byte[] written = new byte[target.flip().remaining()];
        target.get(written);
        assertThat(new String(written, UTF_8)).isEqualTo(new String(CommandCodec.encode(answer, type), UTF_8));
    }
}
