package io.skylark.broker.send;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Well-formed is what a string gives back unchanged.
final class Utf8Test {
    private static final byte[] TAILS = {'a', (byte) 0x7F, (byte) 0x80, (byte) 0x8F, (byte) 0x90, (byte) 0x9F, (byte) 0xA0,
        (byte) 0xBF, (byte) 0xC0, (byte) 0xE2, (byte) 0xFF};

    private static void check(byte... bytes) {
        byte[] again = new String(bytes, UTF_8).getBytes(UTF_8);
        assertThat(Utf8.isWellFormed(bytes, 0, bytes.length))
                .as(HexFormat.of().formatHex(bytes))
                .isEqualTo(Arrays.equals(again, bytes));
    }

    @Test
    void saysWhatAStringSays() {
        check();
        for (int first = 0; first < 256; first++) {
            check((byte) first);
            for (int second = 0; second < 256; second++) {
                check((byte) first, (byte) second);
                for (byte third : TAILS) {
                    check((byte) first, (byte) second, third);
                    if (first >= 0xE0) {
                        for (byte fourth : TAILS) {
                            check((byte) first, (byte) second, third, fourth);
                        }
                    }
                }
            }
        }
    }

    @Test
    void looksBetweenItsBoundsOnly() {
        byte[] bytes = {(byte) 0xFF, 'a', (byte) 0xC3, (byte) 0xA4, (byte) 0xFF};
        assertThat(Utf8.isWellFormed(bytes, 1, 4)).isTrue();
        assertThat(Utf8.isWellFormed(bytes, 1, 3)).isFalse();
        assertThat(Utf8.isWellFormed(bytes, 1, 5)).isFalse();
    }
}
