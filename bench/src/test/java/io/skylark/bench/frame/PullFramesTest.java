package io.skylark.bench.frame;

import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.PullMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

final class PullFramesTest {
    @ParameterizedTest
    @EnumSource(SerializeType.class)
    void queueAndOffsetOfAnyLengthAreFilledIn(SerializeType type) {
        PullFrames frames = new PullFrames(new PullFrames.Shape("T", "g", 32, Duration.ofSeconds(15), type));
        for (int queue : new int[] {0, 7, 12345}) {
            for (long offset : new long[] {0, 10, 999_999_999_999L}) {
                ByteBuffer target = ByteBuffer.allocate(frames.maxBytes());
                frames.write(target, 1_000_000_001, queue, offset);
                target.flip().position(4);
                PullMessage.Request header = PullMessage.API.decodeRequest(CommandCodec.decode(target.slice()));
                assertThat(header.queueId()).isEqualTo(queue);
                assertThat(header.queueOffset()).isEqualTo(offset);
                assertThat(header.maxMsgNums()).isEqualTo(32);
                assertThat(header.suspendTimeoutMillis()).isEqualTo(15_000);
                assertThat(header.has(PullMessage.FLAG_SUSPEND)).isTrue();
                assertThat(header.subscription()).isEqualTo("*");
            }
        }
    }
}
