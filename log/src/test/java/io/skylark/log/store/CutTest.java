package io.skylark.log.store;

import io.skylark.log.Effort;
import io.skylark.log.LogConfig;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.segment.Forgery;
import io.skylark.log.segment.FrameLayout;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A segment that ends at any byte of its last 64 KiB, with zeros or rubbish behind it: a start finds exactly the whole
/// frames, keeps the rest aside, and goes on.
///
/// `-Dskylark.cutStride=1` cuts at every byte, the default at every byte of the last 600 and at some of the others.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CutTest {
    private static final String SEGMENT = "00000000000000000000.log";
    private static final int SEGMENT_BYTES = 128 << 10;
    private static final int TAIL_BYTES = 64 << 10;
    private static final int ALWAYS_BYTES = 600;

    /// Nothing is forced while the test writes, so that the whole segment may be torn.
    private static final LogConfig CONFIG = new LogConfig(SEGMENT_BYTES, 6000, 1 << 20, 2048, 4,
            LogConfig.FlushMode.ASYNC, Duration.ofHours(1), 1 << 20);

    private final List<String> bodies = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private FaultyDisk whole = new FaultyDisk(1);
    private byte[] content = new byte[0];

    @BeforeAll
    void fillASegment() {
        Random random = new Random(7);
        FaultyDisk disk = new FaultyDisk(1);
        try (StoreFixture fixture = new StoreFixture(disk, CONFIG, InstantSource.system())) {
            int end = 0;
            while (end < SEGMENT_BYTES - 2000) {
                String body = bodies.size() + "x".repeat(random.nextInt(500));
                Sent.Result sent = fixture.send(Drafts.draft("T", 0, body));
                int at = (int) sent.positions()[0];
                bodies.add(body);
                starts.add(at - FrameLayout.HEADER_BYTES);
                int size = MessageLayout.totalSize(ByteBuffer.wrap(disk.content(SEGMENT)), at);
                end = starts.getLast() + FrameLayout.frameBytes(size);
                ends.add(end);
            }
            whole = disk.kill();
        }
        content = whole.content(SEGMENT);
    }

    @Test
    void findsAllWholeFramesAndNothingElse() {
        int end = ends.getLast();
        int stride = Effort.count("cutStride", 61);
        int cuts = 0;
        for (int cut = end; cut > end - TAIL_BYTES; cut -= end - cut < ALWAYS_BYTES ? 1 : stride) {
            assertStartsAfter(cut, new byte[SEGMENT_BYTES - cut]);
            cuts++;
        }
        System.out.println("CutTest: cut at " + cuts + " places");
    }

    @Test
    void findsThemBeforeRubbishToo() {
        int end = ends.getLast();
        Random random = new Random(3);
        for (int cut = end; cut > end - TAIL_BYTES; cut -= 1 + random.nextInt(8 * Effort.count("cutStride", 61))) {
            byte[] rubbish = new byte[end - cut + random.nextInt(1000)];
            random.nextBytes(rubbish);
            assertStartsAfter(cut, rubbish);
        }
    }

    @Test
    void refusesASegmentThatIsShorter() {
        for (int size = 0; size < SEGMENT_BYTES; size += 9973) {
            FaultyDisk cut = whole.kill();
            cut.truncate(SEGMENT, size);
            assertThatThrownBy(() -> StoreFixture.on(cut)).hasMessageContaining("it has " + size + " bytes instead of");
        }
    }

    /// The test proves nothing unless it fails when checksums are not looked at.
    @Test
    void noticesAStoreThatIgnoresChecksums() {
        int last = starts.size() - 1;
        int cut = ends.get(last) - 20;
        byte[] forged = Arrays.copyOf(Arrays.copyOf(content, cut), SEGMENT_BYTES);
        Forgery.reseal(forged, starts.get(last), 0);
        assertThatThrownBy(() -> assertStartsAfter(cut, forged, last))
                .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
    }

    private void assertStartsAfter(int cut, byte[] behind) {
        byte[] bytes = content.clone();
        System.arraycopy(behind, 0, bytes, cut, behind.length);
        // Where the frame ends in zeros, or the rubbish begins as the frame goes on, the cut is really later.
        int from = Arrays.mismatch(content, bytes);
        long frames = ends.stream().filter(end -> from < 0 || end <= from).count();
        assertStartsAfter(cut, bytes, (int) frames);
    }

    private void assertStartsAfter(int cut, byte[] bytes, int frames) {
        FaultyDisk disk = whole.kill();
        disk.damage(SEGMENT, 0, bytes);
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            assertThat(fixture.store.maxOffset("T", 0)).as("messages before a cut at %d", cut).isEqualTo(frames);
            List<String> last = fixture.read("T", 0, frames - 1, 2, TagFilter.ALL);
            assertThat(last).as("the last message before a cut at %d", cut).containsExactly(bodies.get(frames - 1));
            boolean torn = hasMoreThanZeros(bytes, ends.get(frames - 1));
            assertThat(disk.list().stream().anyMatch(name -> name.contains(".torn-"))).isEqualTo(torn);
            assertThat(fixture.send(Drafts.draft("T", 0, "next")).queueOffset()).isEqualTo(frames);
        }
    }

    private static boolean hasMoreThanZeros(byte[] bytes, int from) {
        return !Arrays.equals(bytes, from, bytes.length, new byte[bytes.length], from, bytes.length);
    }
}
