package io.skylark.log.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

final class KeysTest {
    private static final int SEGMENT_BYTES = 1 << 16;
    private final IndexedSegments keys = new IndexedSegments(SEGMENT_BYTES);
    private final TailSegment first = new TailSegment(0, SEGMENT_BYTES);
    private final TailSegment second = new TailSegment(SEGMENT_BYTES, SEGMENT_BYTES);

    KeysTest() {
        keys.add(first);
        keys.add(second);
    }

    private void add(int hash, long position, long time) {
        TailSegment segment = position < SEGMENT_BYTES ? first : second;
        segment.add(position, 0, 0, time);
        segment.addKey(hash, (int) (position - segment.base()));
    }

    @Test
    void findsPositionsNewestFirstAcrossSegments() {
        add(11, 100, 1);
        add(12, 200, 2);
        add(11, 300, 3);
        add(11, SEGMENT_BYTES + 40L, 4);
        assertThat(visit(11, 0, 10, 99)).containsExactly(SEGMENT_BYTES + 40L, 300L, 100L);
        assertThat(visit(11, 0, 10, 2)).containsExactly(SEGMENT_BYTES + 40L, 300L);
        assertThat(visit(12, 0, 10, 99)).containsExactly(200L);
        assertThat(visit(13, 0, 10, 99)).isEmpty();
    }

    /// The hashes are in the files of sealed segments.
    @Test
    void hashesAKeyBehindItsTopicAsAStringDoes() {
        for (int length = 0; length < 20; length++) {
            String key = "0123456789abcdefghij".substring(0, length);
            byte[] source = ("??" + key + "?").getBytes(US_ASCII);
            int topicHash = Keys.topicHash("orders".getBytes(US_ASCII));
            assertThat(Keys.keyHash(topicHash, source, 2, length)).isEqualTo(("orders#" + key).hashCode());
        }
        byte[] beyondAscii = {(byte) 0xC3, (byte) 0xA4, 'x', (byte) 0xFF, -1};
        int expected = 7;
        for (byte each : beyondAscii) {
            expected = 31 * expected + each;
        }
        assertThat(Keys.keyHash(7, beyondAscii, 0, beyondAscii.length)).isEqualTo(expected);
    }

    @Test
    void leavesOutSegmentsOfOtherTimes() {
        add(11, 100, 1);
        add(11, SEGMENT_BYTES, 50);
        assertThat(visit(11, 10, 60, 99)).containsExactly((long) SEGMENT_BYTES);
        assertThat(visit(11, 0, 10, 99)).containsExactly(100L);
    }

    @Test
    void keepsManyMoreKeysThanSlots() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int[] hashes = random.ints(20_000).toArray();
        for (int i = 0; i < hashes.length; i++) {
            add(hashes[i], i, i);
        }
        for (int i = 0; i < hashes.length; i += 37) {
            assertThat(visit(hashes[i], 0, Long.MAX_VALUE, 99)).as("seed %d", seed).contains((long) i);
        }
    }

    private List<Long> visit(int hash, long begin, long end, int max) {
        List<Long> found = new ArrayList<>();
        keys.visitKey(hash, begin, end, position -> {
            found.add(position);
            return found.size() < max;
        });
        return found;
    }
}
