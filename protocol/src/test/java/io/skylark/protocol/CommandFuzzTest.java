package io.skylark.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Any bytes are a command or a [ProtocolException]; a command that was read is written again, and read again as the
/// same.
class CommandFuzzTest {
    @FuzzTest(maxDuration = "3m")
    void readsAnyBytes(byte[] frame) {
        Command command;
        try {
            command = CommandCodec.decode(ByteBuffer.wrap(frame));
        } catch (ProtocolException refused) {
            return;
        }
        for (SerializeType type : SerializeType.values()) {
            readAgain(command, type);
        }
        try {
            SendMessage.API.decodeRequest(command);
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
        try {
            PullMessage.API.decodeRequest(command);
        } catch (ProtocolException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    private static void readAgain(Command command, SerializeType type) {
        byte[] bytes;
        try {
            bytes = CommandCodec.encode(command, type);
        } catch (ProtocolException tooLargeForTheForm) {
            return;
        }
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        CommandCodec.checkLength(frame.getInt());
        Command again = CommandCodec.decode(frame);
        assertThat(again.code()).isEqualTo(command.code());
        assertThat(again.opaque()).isEqualTo(command.opaque());
        assertThat(again.fields()).isEqualTo(asUtf8(command.fields()));
        assertThat(again.body()).isEqualTo(command.body());
    }

    /// JSON can escape half a surrogate pair, which UTF-8 cannot say: it becomes a question mark.
    private static Map<String, String> asUtf8(Map<String, String> fields) {
        Map<String, String> written = new HashMap<>();
        fields.forEach((name, value) -> written.put(asUtf8(name), asUtf8(value)));
        return written;
    }

    private static String asUtf8(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }
}
