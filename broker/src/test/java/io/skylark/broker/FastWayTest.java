package io.skylark.broker;

import io.skylark.net.LeakWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Mutated frames, drawn from a seed: the fast way comes to what the general way comes to, and no buffer is lost.
@Timeout(600)
@ExtendWith(LeakWatch.class)
class FastWayTest {
    private static final int FRAMES = Integer.getInteger("skylark.seeds", 3_000);

    @TempDir
    Path folder;

    private final MutatedFrames frames = new MutatedFrames();

    @Test
    void answersAndStoresWhatTheGeneralWayDoes() throws IOException {
        long seed = Long.getLong("skylark.seed", new Random().nextLong());
        System.out.println("FastWayTest seed " + seed);
        Random random = new Random(seed);
        try (TwoWays ways = new TwoWays(folder)) {
            for (int i = 0; i < frames.count(); i++) {
                ways.compare(frames.make(new byte[] {(byte) i}));
            }
            for (int i = 0; i < FRAMES; i++) {
                byte[] input = new byte[2 + 4 * (1 + random.nextInt(1 + random.nextInt(MutatedFrames.MAX_EDITS)))];
                random.nextBytes(input);
                try {
                    ways.compare(frames.make(input));
                } catch (AssertionError | IOException | RuntimeException differs) {
                    throw new AssertionError("-Dskylark.seed=" + seed + ", frame " + i + ", input "
                            + HexFormat.of().formatHex(input), differs);
                }
            }
        }
        assertThat(frames.count()).isEqualTo(16);
    }
}
