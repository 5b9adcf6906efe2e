package io.skylark.broker.measure;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatisticsTest {
    private static final String NAME = "TOPIC_PUT_NUMS";
    private static final Offset<Double> CLOSE = Offset.offset(0.001);

    private final Map<String, Count> counts = new HashMap<>();
    private final Statistics statistics = new Statistics(new Statistics.Source() {
        @Override
        public Optional<Count> find(String name, String key) {
            return Optional.ofNullable(counts.get(key));
        }

        @Override
        public void forEach(Statistics.Sink sink) {
            counts.forEach((key, count) -> sink.count(NAME, key, count));
        }
    }, 0);
    private long now;

    private void pass(Duration time) {
        long end = now + time.toMillis();
        while (now < end) {
            now += Statistics.INTERVAL.toMillis();
            statistics.sample(now);
        }
    }

    private Statistics.Reading read() {
        return statistics.read(NAME, "t", now).orElseThrow();
    }

    @Test
    void saysNothingOfWhatWasNeverCounted() {
        pass(Duration.ofMinutes(1));

        assertThat(statistics.read(NAME, "t", now)).isEmpty();
    }

    @Test
    void countsBeforeTheFirstSample() {
        now = 5_000;
        counts.put("t", new Count(50, 5));

        assertThat(read().minute()).isEqualTo(new Rate(50, 5, 10)); // of at least ten seconds
    }

    @Test
    void forgetsAfterAMinuteWhatAnHourRemembersAndAfterAnHourWhatADayRemembers() {
        counts.put("t", new Count(600, 6));
        pass(Duration.ofSeconds(30));
        assertThat(read().minute()).isEqualTo(new Rate(600, 20, 100));

        pass(Duration.ofSeconds(50));
        assertThat(read().minute()).isEqualTo(Rate.NOTHING);
        assertThat(read().hour().sum()).isEqualTo(600);

        pass(Duration.ofMinutes(80));
        assertThat(read().hour()).isEqualTo(Rate.NOTHING);
        assertThat(read().day().sum()).isEqualTo(600);

        pass(Duration.ofHours(26));
        assertThat(read().day()).isEqualTo(Rate.NOTHING);
    }

    @Test
    void steadyTrafficHasTheSameRateInEveryWindow() {
        for (int second = 0; second < 3 * 3_600; second += 10) {
            counts.put("t", new Count(counts.getOrDefault("t", Count.ZERO).sum() + 1_000, second));
            pass(Statistics.INTERVAL);
        }

        assertThat(read().minute().perSecond()).isCloseTo(100, CLOSE);
        assertThat(read().hour().perSecond()).isCloseTo(100, CLOSE);
        assertThat(read().day().perSecond()).isCloseTo(100, CLOSE);
    }

    @Test
    void aTopicThatWasMadeAgainCountsFromZero() {
        counts.put("t", new Count(1_000, 1_000));
        pass(Duration.ofMinutes(1));
        counts.remove("t");
        pass(Duration.ofSeconds(10));
        counts.put("t", new Count(3, 3));

        assertThat(read().day().sum()).isEqualTo(3);
    }

    @Test
    void aClockThatGoesBackGivesNoNegativeRates() {
        counts.put("t", new Count(1_000, 1_000));
        pass(Duration.ofMinutes(1));
        now = 1_000;
        statistics.sample(now);
        counts.put("t", new Count(1_100, 1_100));
        now = 11_000;

        assertThat(read().minute().sum()).isEqualTo(100);
    }
}
