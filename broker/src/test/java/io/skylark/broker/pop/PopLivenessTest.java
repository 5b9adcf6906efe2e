package io.skylark.broker.pop;

import io.skylark.log.Effort;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Random lives of consumers that wait. `-Dskylark.seeds=<n>` runs more of them, `-Dskylark.seed=<n>` repeats one.
final class PopLivenessTest {
    private static final int CONTROL_SEEDS = 10;

    @Test
    void everythingComesBackInTime() {
        AtomicInteger redelivered = new AtomicInteger();
        Effort.seeds("PopLivenessTest", Effort.count("seeds", 20),
                seed -> redelivered.addAndGet(new PopLiveness(seed, PopLiveness.Fault.NONE).run()));
        System.out.println("PopLivenessTest: " + redelivered + " redeliveries");
        if (Long.getLong("skylark.seed") == null) {
            assertThat(redelivered.get()).isPositive();
        }
    }

    @Test
    void noticesAlarmsThatDoNotRing() {
        int noticed = 0;
        for (int seed = 0; seed < CONTROL_SEEDS && noticed == 0; seed++) {
            try {
                new PopLiveness(new SplittableRandom(seed).nextLong(), PopLiveness.Fault.RINGS_NO_ALARM).run();
            } catch (AssertionError expected) {
                noticed++;
            }
        }
        assertThat(noticed).isPositive();
    }
}
