package io.skylark.net;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RpcTimesTest {
    private long now = 1_000_000_000L;
    private final RpcTimes times = new RpcTimes(() -> now);

    private void answer(int code, int answer, boolean held, long millis) {
        long arrived = now;
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        times.record(code, answer, held, false, arrived);
    }

    private static long count(RpcSeries series) {
        return Arrays.stream(series.counts()).sum();
    }

    @Test
    void putsEachTimeIntoItsClass() {
        answer(11, 0, false, 0);
        answer(11, 0, false, 1);
        answer(11, 0, false, 2_500);
        answer(11, 0, false, 60_000);

        RpcSeries series = times.series(11, 0);
        assertThat(series.counts()[0]).isEqualTo(1);
        assertThat(series.counts()[1]).isEqualTo(1);
        assertThat(series.counts()[Arrays.binarySearch(RpcSeries.limitsMillis(), 3_000)]).isEqualTo(1);
        assertThat(series.counts()[RpcSeries.limitsMillis().length]).isEqualTo(1);
        assertThat(series.totalMillis()).isEqualTo(62_501);
        assertThat(series.longestMillis()).isEqualTo(60_000);
    }

    @Test
    void countsHeldAnswersApart() {
        answer(11, 0, false, 1);
        answer(11, 0, true, 15_000);

        assertThat(times.all()).hasSize(2);
        assertThat(count(times.series(11, 0))).isEqualTo(1);
    }

    @Test
    void aClientThatTriesAllCodesDoesNotFillTheMemory() {
        for (int code = -10; code < 10_000; code++) {
            answer(code, 3, false, 0);
        }
        for (int answer = 0; answer < 1_000; answer++) {
            answer(11, answer, false, 0);
        }

        assertThat(times.all()).hasSizeLessThan(600);
        assertThat(times.all().stream().mapToLong(RpcTimesTest::count).sum()).isEqualTo(10_010 + 1_000);
        assertThat(times.all()).anyMatch(series -> series.requestCode() == RpcTimes.OTHER);
        assertThat(times.all()).anyMatch(
                series -> series.requestCode() == 11 && series.responseCode() == RpcTimes.OTHER);
    }
}
