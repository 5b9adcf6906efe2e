package io.skylark.broker.pop;

import io.skylark.log.Effort;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Random lives of a group that pops. `-Dskylark.seeds=<n>` runs more of them, `-Dskylark.seed=<n>` repeats one.
final class PopHistoryTest {
    private static final int CONTROL_SEEDS = 30;

    @Test
    void nothingAcknowledgedReturnsAndNothingElseIsLost() {
        AtomicInteger redelivered = new AtomicInteger();
        Effort.seeds("PopHistoryTest", Effort.count("seeds", 40),
                seed -> redelivered.addAndGet(new PopHistory(seed, false).run()));
        System.out.println("PopHistoryTest: " + redelivered + " redeliveries");
        assertThat(redelivered.get()).isPositive();
    }

    @Test
    void noticesAcknowledgementsThatAreForgotten() {
        int noticed = 0;
        for (int seed = 0; seed < CONTROL_SEEDS && noticed == 0; seed++) {
            try {
                new PopHistory(seed, true).run();
            } catch (AssertionError expected) {
                noticed++;
            }
        }
        assertThat(noticed).isPositive();
    }
}
