package io.skylark.broker.send;

import io.skylark.message.BatchBody;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

final class BatchScanTest {
    private static final String KEY = "UNIQ_KEY\u0001abc\u0002";
    private static final int FIXED = 100;
    private static final int ADDED = 10;

    private final BatchScan scan = new BatchScan();

    /// Of bodies of one byte each, behind a byte that is not theirs.
    private static ByteBuffer batch(String... properties) {
        ByteBuffer batch = ByteBuffer.allocate(1 << 20).put((byte) 0);
        for (String text : properties) {
            BatchBody.put(batch, 0, new byte[1], text.getBytes(UTF_8));
        }
        return batch.flip().position(1);
    }

    private boolean read(ByteBuffer batch) {
        return scan.read(batch, FIXED, ADDED);
    }

    @Test
    void takesPlainMessagesAndKnowsTheirSizes() {
        String open = "UNIQ_KEY\u0001abcd";
        assertThat(read(batch(KEY, open, KEY))).isTrue();
        int size = FIXED + 1 + KEY.length() + ADDED;
        assertThat(scan.sizes()).containsExactly(size, FIXED + 1 + open.length() + 1 + ADDED, size);
        assertThat(scan.allSizes()).isEqualTo(3 * size + 1);
        assertThat(read(batch(KEY))).isTrue();
        assertThat(scan.sizes()).containsExactly(size);
        assertThat(scan.allSizes()).isEqualTo(size);
    }

    @Test
    void leavesABatchToTheGeneralWayForOneMessageThatIsNotPlain() {
        assertThat(read(batch(KEY, KEY + "DELAY\u00013\u0002", KEY))).isFalse();
        assertThat(read(batch(KEY, "WAIT\u0001true\u0002"))).isFalse();
        assertThat(read(batch(KEY, ""))).isFalse();
        assertThat(read(batch(KEY + "x\u0001" + "y".repeat(Short.MAX_VALUE - ADDED) + "\u0002"))).isFalse();
    }

    @Test
    void leavesBrokenBatchesToTheGeneralWay() {
        assertThat(read(batch())).isFalse();
        ByteBuffer whole = batch(KEY, KEY);
        for (int limit = whole.position(); limit < whole.limit(); limit++) {
            boolean endsBetween = limit - 1 == (whole.limit() - 1) / 2;
            assertThat(read(whole.duplicate().limit(limit))).as("limit %d", limit).isEqualTo(endsBetween);
        }
    }

    @Test
    void leavesHugeBatchesToTheGeneralWay() {
        String[] most = new String[BatchScan.MAX_MESSAGES];
        Arrays.fill(most, KEY);
        assertThat(read(batch(most))).isTrue();
        String[] more = Arrays.copyOf(most, most.length + 1);
        more[most.length] = KEY;
        assertThat(read(batch(more))).isFalse();
    }
}
