package io.skylark.log.index;

import io.skylark.message.Tags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

final class PropertyScanTest {
    private final PropertyScan scan = new PropertyScan();

    @Test
    void findsTagAndKeys() {
        scan("TAGS\u0001TagA\u0002KEYS\u0001k1 k2  k3\u0002WAIT\u0001true\u0002UNIQ_KEY\u0001U1\u0002");
        assertThat(scan.tagHash()).isEqualTo(2598919);
        assertThat(keys()).containsExactly("U1", "k1", "k2", "k3");
    }

    @Test
    void findsNothingInOtherProperties() {
        scan("TAG\u0001x\u0002TAGSS\u0001x\u0002XKEYS\u0001a\u0002KEYS\u0002UNIQ_KEY\u0001\u0002");
        assertThat(scan.tagHash()).isZero();
        assertThat(keys()).isEmpty();
        scan("");
        assertThat(keys()).isEmpty();
    }

    @Test
    void takesALastPropertyWithoutItsEnd() {
        scan("a\u0001b\u0002TAGS\u0001TagB");
        assertThat(scan.tagHash()).isEqualTo(2598920);
    }

    @Test
    void hashesTagsInEveryScript() {
        for (String tag : List.of("x", "Größe", "标签", "a\uD83D\uDE00")) {
            scan("TAGS\u0001" + tag + "\u0002");
            assertThat(scan.tagHash()).isEqualTo(Tags.hash(tag));
        }
    }

    @Test
    void forgetsTheMessageBefore() {
        scan("TAGS\u0001TagA\u0002KEYS\u0001" + "k".repeat(3000) + "\u0002");
        assertThat(keys()).containsExactly("k".repeat(3000));
        scan("x\u0001y");
        assertThat(scan.tagHash()).isZero();
        assertThat(keys()).isEmpty();
    }

    private void scan(String properties) {
        byte[] bytes = ("??" + properties).getBytes(UTF_8);
        scan.scan(ByteBuffer.wrap(bytes), 2, bytes.length - 2);
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        scan.keys((source, at, length) -> keys.add(new String(source, at, length, UTF_8)));
        return keys;
    }
}
