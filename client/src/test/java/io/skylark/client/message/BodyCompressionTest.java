package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.SysFlag;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BodyCompressionTest {
    private static final int ZLIB = SysFlag.COMPRESSED | SysFlag.COMPRESSION_ZLIB;

    private static byte[] body() {
        byte[] body = new byte[50_000];
        new Random(1).nextBytes(body);
        Arrays.fill(body, 0, 25_000, (byte) 'x');
        return body;
    }

    @Test
    void unpacksWhatItPackedInBothSpellingsOfZlib() {
        BodyCompression.Compressed packed = new BodyCompression(1).compress(body());
        assertThat(packed.bytes()).hasSizeLessThan(30_000);
        assertThat(BodyCompression.unpack(packed.bytes(), ZLIB)).isEqualTo(body());
        assertThat(BodyCompression.unpack(packed.bytes(), SysFlag.COMPRESSED)).isEqualTo(body());
    }

    @Test
    void leavesOthersAlone() {
        assertThat(new BodyCompression(BodyCompression.NEVER).compress(body()).bytes()).isEqualTo(body());
        assertThat(BodyCompression.unpack(new byte[] {1}, 0)).containsExactly(1);
    }

    @Test
    void namesTheFormItDoesNotRead() {
        assertThatThrownBy(() -> BodyCompression.unpack(body(), SysFlag.COMPRESSED | SysFlag.COMPRESSION_LZ4))
                .isInstanceOf(MessageRejectedException.class)
                .hasMessageContaining("LZ4");
        assertThatThrownBy(() -> BodyCompression.unpack(body(), SysFlag.COMPRESSED | SysFlag.COMPRESSION_ZSTD))
                .hasMessageContaining("ZSTD");
    }

    @Test
    void refusesDamagedAndCutBodies() {
        byte[] packed = new BodyCompression(1).compress(body()).bytes();
        assertThatThrownBy(() -> BodyCompression.unpack(Arrays.copyOf(packed, packed.length / 2), ZLIB))
                .hasMessageContaining("cut");
        assertThatThrownBy(() -> BodyCompression.unpack(new byte[] {1, 2, 3, 4}, ZLIB)).hasMessageContaining("damaged");
    }
}
