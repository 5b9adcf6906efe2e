package io.skylark.bench.load;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

final class TallyTest {
    @Test
    void countsOnlyInTheMeasuredInterval() {
        Tally tally = new Tally();
        tally.answered(1, 100);
        tally.open(1000);
        tally.answered(32, 3200);
        tally.close(2000);
        tally.answered(1, 100);
        assertThat(tally.messages()).isEqualTo(32);
        assertThat(tally.bytes()).isEqualTo(3200);
        assertThat(tally.requests()).isEqualTo(1);
    }

    @Test
    void aLatencyBelongsToTheIntervalInWhichItBegan() {
        Tally tally = new Tally();
        tally.latency(500, 900);
        tally.open(1000);
        tally.latency(999, 1500);
        tally.latency(1000, 1500);
        tally.latency(1999, 5000);
        tally.close(2000);
        tally.latency(1999, 9000);
        tally.latency(2000, 9000);
        assertThat(tally.latencies().getTotalCount()).isEqualTo(3);
        assertThat(tally.latencies().getMaxValue()).isCloseTo(7001, within(7L));
    }

    @Test
    void latenciesBeyondTheLimitAreRecordedAsTheLimit() {
        Tally tally = new Tally();
        tally.open(0);
        tally.latency(0, Long.MAX_VALUE);
        assertThat(tally.latencies().getMaxValue()).isGreaterThanOrEqualTo(Tally.MAX_LATENCY_NANOS);
    }

    @Test
    void failuresAlwaysCountAndTheirKindsAreLimited() {
        Tally tally = new Tally();
        for (int i = 0; i < 100; i++) {
            tally.failed("kind " + i);
        }
        tally.failed("kind 0", 5);
        tally.failed("nothing", 0);
        assertThat(tally.failures()).hasSize(33).containsEntry("kind 0", 6L).containsEntry("other failures", 68L);
        assertThat(tally.failures().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(105);
    }

    @Test
    void ratesAndPercentilesFollowFromTheCounts() {
        Tally tally = new Tally();
        tally.open(0);
        for (int i = 1; i <= 1000; i++) {
            tally.latency(0, i * 1000L);
            tally.answered(1, 500);
        }
        LoadResult result = new LoadResult(Duration.ofMillis(500), tally.requests(), tally.messages(), tally.bytes(),
                tally.latencies(), Map.of());
        assertThat(result.messagesPerSecond()).isEqualTo(2000);
        assertThat(result.megabytesPerSecond()).isEqualTo(1.0);
        assertThat(result.micros(50)).isCloseTo(500, within(1.0));
        assertThat(result.micros(99)).isCloseTo(990, within(1.5));
        assertThat(result.micros(100)).isCloseTo(1000, within(1.5));
        assertThat(result.failureCount()).isZero();
    }

    @Test
    void aPaceDoesNotDriftAndCountsBatches() {
        Pace pace = new Pace(5_000, 3, 1);
        for (int i = 0; i < 3_000; i++) {
            pace.advance();
        }
        assertThat(pace.due()).isEqualTo(5_000 + 1_000_000_000_000L);
        Pace batches = new Pace(0, 1000, 32);
        batches.advance();
        assertThat(batches.due()).isEqualTo(32_000_000);
    }
}
