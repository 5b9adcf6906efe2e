package io.skylark.log.store;

import io.skylark.log.Effort;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.segment.Forgery;
import io.skylark.log.segment.FrameLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A disk that rots while the store is open. A start does not read sealed segments, so a read has to notice: it
/// delivers what was sent, or says which file is damaged, and where.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LateDamageTest {
    private static final int MESSAGES = 60;
    private static final String FIRST = "00000000000000000000.log";

    private final List<String> bodies = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private FaultyDisk whole = new FaultyDisk(1);

    @BeforeAll
    void sealSomeSegments() {
        try (StoreFixture fixture = StoreFixture.on(whole)) {
            Random random = new Random(5);
            for (int i = 0; i < MESSAGES; i++) {
                String body = i + " " + "x".repeat(random.nextInt(1500));
                bodies.add(body);
                places.add((int) fixture.send(Drafts.draft("T", 0, body)).positions()[0]);
            }
        }
        whole = whole.kill();
        assertThat(whole.list()).contains("00000000000000000000.index", "00000000000000016384.index");
    }

    @Test
    void deliversNoDamagedMessageOfASealedSegment() {
        int[] refused = new int[1];
        int size = whole.content(FIRST).length;
        int count = Effort.count("damages", 500);
        for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            FaultyDisk disk = whole.kill();
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                int at = random.nextInt(size);
                disk.flip(FIRST, at, 1 << random.nextInt(8));
                refused[0] += readAll(fixture) ? 0 : 1;
            }
        }
        System.out.println("LateDamageTest: " + refused[0] + " of " + count + " flipped bits refused");
        assertThat(refused[0]).isGreaterThan(count * 9 / 10);
    }

    /// Reads one message after the other, from the newest to the oldest: damage must not be noticed only because
    /// another message in front of it was read before.
    ///
    /// @return whether all of them could be read
    private boolean readAll(StoreFixture fixture) {
        boolean all = true;
        for (int offset = MESSAGES - 1; offset >= 0; offset--) {
            try {
                assertThat(fixture.read("T", 0, offset, 1, TagFilter.ALL)).containsExactly(bodies.get(offset));
            } catch (CorruptLogException refused) {
                assertThat(refused.file()).isEqualTo("memory/" + FIRST);
                all = false;
            }
        }
        return all;
    }

    /// The test proves nothing unless it fails when checksums are not looked at.
    @Test
    void noticesAStoreThatIgnoresChecksums() {
        byte[] forged = whole.content(FIRST);
        int place = places.get(3);
        forged[new String(forged, ISO_8859_1).indexOf("xx", place)] ^= 1;
        Forgery.reseal(forged, place - FrameLayout.HEADER_BYTES, 0);
        FaultyDisk disk = whole.kill();
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            disk.damage(FIRST, 0, forged);
            assertThatThrownBy(() -> readAll(fixture))
                    .isInstanceOfAny(AssertionError.class, IllegalArgumentException.class);
        }
    }
}
