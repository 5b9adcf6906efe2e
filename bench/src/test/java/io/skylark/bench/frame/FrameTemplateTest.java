package io.skylark.bench.frame;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class FrameTemplateTest {
    private static Command command(String queue, String key) {
        ByteBuffer body = ByteBuffer.wrap("body".getBytes(StandardCharsets.US_ASCII));
        return Command.request(310, 0, Map.of("e", queue, "i", "UNIQ_KEY\u0001" + key + "\u0002", "b", "T"), body);
    }

    @ParameterizedTest
    @EnumSource(SerializeType.class)
    void aFilledTemplateIsWhatTheCodecMakes(SerializeType type) {
        FrameTemplate template =
                FrameTemplate.of(type, filling -> command(filling.digits("queue", 3), filling.digits("key", 8)));
        ByteBuffer target = ByteBuffer.allocate(template.sizeBytes() + 5);
        target.position(5);

        int start = template.write(target, 1_987_654_321);
        FrameTemplate.putDecimal(target, start + template.hole("queue").at(), 3, 407);
        FrameTemplate.putHex(target, start + template.hole("key").at(), 8, 0xBEEF);

        assertThat(start).isEqualTo(5);
        assertThat(target.position()).isEqualTo(target.capacity());
        byte[] written = new byte[template.sizeBytes()];
        target.get(start, written);
        assertThat(written)
                .isEqualTo(CommandCodec.encode(command("407", "0000BEEF").withOpaque(1_987_654_321), type));
        assertThat(template.bodyBytes()).isEqualTo(4);
        assertThat(written[template.bodyAt()]).isEqualTo((byte) 'b');
    }

    @Test
    void aTextThatOccursTwiceHasTwoHoles() {
        FrameTemplate template = FrameTemplate.of(SerializeType.JSON, filling -> {
            String key = filling.digits("key", 4);
            return Command.request(1, 0, Map.of("a", key + "-" + key), Command.NO_BODY);
        });

        assertThat(template.holes("key")).hasSize(2);
        int first = template.holes("key").get(0).at();
        assertThat(template.holes("key").get(1)).isEqualTo(new FrameTemplate.Hole(first + 5, 4));
    }

    @Test
    void aCommandThatDiffersOutsideItsHolesIsRefused() {
        int[] calls = {0};
        assertThatThrownBy(() -> FrameTemplate.of(SerializeType.JSON, filling -> Command.request(
                        1, 0, Map.of("a", filling.digits("a", 4), "b", "x" + calls[0]++), Command.NO_BODY)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hole a has 1 bytes, not 4");
    }

    @Test
    void anUnknownHoleIsRefused() {
        FrameTemplate template =
                FrameTemplate.of(SerializeType.JSON, filling -> Command.request(1, 0, Map.of(), Command.NO_BODY));
        assertThatThrownBy(() -> template.hole("queue")).hasMessageContaining("no hole queue");
    }

    @Test
    void countsDigits() {
        assertThat(FrameTemplate.digits(0)).isEqualTo(1);
        assertThat(FrameTemplate.digits(9)).isEqualTo(1);
        assertThat(FrameTemplate.digits(10)).isEqualTo(2);
        assertThat(FrameTemplate.digits(Long.MAX_VALUE)).isEqualTo(19);
    }
}
