package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.SysFlag;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BodyCompressionTest {
    private static final int ZLIB = SysFlag.COMPRESSED | SysFlag.COMPRESSION_ZLIB;
    private static final int LZ4 = SysFlag.COMPRESSED | SysFlag.COMPRESSION_LZ4;
    private static final int ZSTD = SysFlag.COMPRESSED | SysFlag.COMPRESSION_ZSTD;

    /// What RocketMQ 5.5.0 writes for `skylark ` four times.
    private static final String TEXT = "skylark ".repeat(4);

    private static final String LZ4_OF_ROCKETMQ =
            "04224d18607073120000008f736b796c61726b20080000506c61726b2000000000";
    private static final String ZSTD_OF_ROCKETMQ = "28b52ffd005874000040736b796c61726b200100030b17010000";

    /// Half of it compresses well.
    private static byte[] body(int size) {
        byte[] body = new byte[size];
        new Random(1).nextBytes(body);
        Arrays.fill(body, 0, size / 2, (byte) 'x');
        return body;
    }

    private static byte[] packed(byte[] body, Compression form) {
        return new BodyCompression(0, form).compress(body).bytes();
    }

    @ParameterizedTest
    @EnumSource
    void unpacksWhatItPacked(Compression form) {
        IntStream.of(0, 1, 100, 4097, 1 << 16, (1 << 16) + 1, (1 << 18) + 1, 1 << 20, 5 << 20).forEach(size -> {
            byte[] body = body(size);
            BodyCompression.Compressed packed = new BodyCompression(0, form).compress(body);
            assertThat(packed.sysFlag() & SysFlag.COMPRESSED).isNotZero();
            assertThat(packed.bytes().length).isLessThan(size * 6 / 10 + 100);
            assertThat(BodyCompression.unpack(packed.bytes(), packed.sysFlag())).isEqualTo(body);
        });
    }

    @Test
    void saysInTheSystemFlagWhatItWrote() {
        assertThat(new BodyCompression(0, Compression.ZLIB).compress(body(10)).sysFlag()).isEqualTo(ZLIB);
        assertThat(new BodyCompression(0, Compression.LZ4).compress(body(10)).sysFlag()).isEqualTo(LZ4);
        assertThat(new BodyCompression(0, Compression.ZSTD).compress(body(10)).sysFlag()).isEqualTo(ZSTD);
    }

    @Test
    void readsWhatRocketMqWrites() {
        byte[] lz4 = HexFormat.of().parseHex(LZ4_OF_ROCKETMQ);
        byte[] zstd = HexFormat.of().parseHex(ZSTD_OF_ROCKETMQ);
        assertThat(BodyCompression.unpack(lz4, LZ4)).asString(UTF_8).isEqualTo(TEXT);
        assertThat(BodyCompression.unpack(zstd, ZSTD)).asString(UTF_8).isEqualTo(TEXT);
    }

    @Test
    void takesNoFormForZlib() {
        byte[] body = body(5000);
        assertThat(BodyCompression.unpack(packed(body, Compression.ZLIB), SysFlag.COMPRESSED)).isEqualTo(body);
    }

    @Test
    void leavesOthersAlone() {
        byte[] body = body(5000);
        assertThat(new BodyCompression(BodyCompression.NEVER, Compression.LZ4).compress(body).bytes()).isSameAs(body);
        assertThat(new BodyCompression(5001, Compression.LZ4).compress(body).bytes()).isSameAs(body);
        assertThat(BodyCompression.unpack(new byte[] {1}, 0)).containsExactly(1);
    }

    @Test
    void namesAFormThatNobodyKnows() {
        int unknown = SysFlag.COMPRESSED | 5 << 8;
        assertThatThrownBy(() -> BodyCompression.unpack(body(10), unknown))
                .isInstanceOf(MessageRejectedException.class)
                .hasMessageContaining("form 5");
        assertThatThrownBy(() -> BodyCompression.checkReadable(unknown)).hasMessageContaining("form 5");
    }

    @ParameterizedTest
    @EnumSource
    void refusesBodiesThatAreCutAnywhere(Compression form) {
        byte[] packed = packed(body(5000), form);
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> BodyCompression.unpack(cut, form.sysFlag()))
                    .as("%s bytes", length)
                    .isInstanceOf(MessageRejectedException.class)
                    .hasMessageContaining(form + ", is cut");
        }
    }

    @ParameterizedTest
    @EnumSource
    void damageGivesARejectionOrAnotherBodyAndNothingElse(Compression form) {
        byte[] packed = packed(body(5000), form);
        Random random = new Random(3);
        int rejected = 0;
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = packed.clone();
            // The first bytes say how to read the rest.
            int at = random.nextInt(round % 2 == 0 ? 20 : packed.length);
            damaged[at] = (byte) random.nextInt(256);
            try {
                BodyCompression.unpack(damaged, form.sysFlag());
            } catch (MessageRejectedException expected) {
                rejected++;
            }
        }
        assertThat(rejected).isGreaterThan(100);
        assertThatThrownBy(() -> BodyCompression.unpack(new byte[100], form.sysFlag()))
                .isInstanceOf(MessageRejectedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesBodiesThatUnpackToMoreThanTheLimit(Compression form) {
        byte[] bomb = packed(new byte[BodyCompression.MAX_UNPACKED_BYTES + 1], form);
        assertThatThrownBy(() -> BodyCompression.unpack(bomb, form.sysFlag()))
                .isInstanceOf(MessageRejectedException.class)
                .hasMessageContaining("more than 67108864 bytes");
    }
}
