package io.skylark.broker.pop;

import io.skylark.log.Effort;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Random lives of a group that pops. `-Dskylark.seeds=<n>` runs more of them, `-Dskylark.seed=<n>` repeats one.
final class PopHistoryTest {
    private static final int CONTROL_SEEDS = 40;

    @Test
    void nothingAcknowledgedReturnsAndNothingElseIsLost() {
        AtomicInteger redelivered = new AtomicInteger();
        AtomicInteger expired = new AtomicInteger();
        Effort.seeds("PopHistoryTest", Effort.count("seeds", 40), seed -> {
            PopHistory history = new PopHistory(seed, PopHistory.Fault.NONE);
            history.run();
            redelivered.addAndGet(history.redelivered());
            expired.addAndGet(history.expired());
        });
        System.out.println("PopHistoryTest: " + redelivered + " redeliveries, " + expired + " expiries");
        if (Long.getLong("skylark.seed") == null) {
            assertThat(redelivered.get()).isPositive();
            assertThat(expired.get()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(value = PopHistory.Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void noticesAFault(PopHistory.Fault fault) {
        int noticed = 0;
        for (int seed = 0; seed < CONTROL_SEEDS && noticed == 0; seed++) {
            try {
                new PopHistory(new SplittableRandom(seed).nextLong(), fault).run();
            } catch (AssertionError expected) {
                noticed++;
            }
        }
        assertThat(noticed).isPositive();
    }
}
