package io.skylark.cli.frame;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WordsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @Test
    void readsDurations() {
        assertThat(Words.duration("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Words.duration("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Words.duration("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Words.duration("2d")).isEqualTo(Duration.ofDays(2));
        for (String wrong : new String[] {"", "10", "m", "1.5h", "-1s", "1y"}) {
            assertThatThrownBy(() -> Words.duration(wrong)).isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("is no duration");
        }
    }

    @Test
    void readsTimes() {
        assertThat(Words.time("now", CLOCK)).isEqualTo(NOW);
        assertThat(Words.time("10m", CLOCK)).isEqualTo(NOW.minusSeconds(600));
        assertThat(Words.time("1700000000000", CLOCK)).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
        assertThat(Words.time("2026-11-22T07:00:00Z", CLOCK)).isEqualTo(NOW.minusSeconds(3600));
        Instant local = LocalDateTime.of(2026, 11, 22, 8, 5).atZone(ZoneId.systemDefault()).toInstant();
        assertThat(Words.time("2026-11-22 08:05", CLOCK)).isEqualTo(local);
        assertThat(Words.time("2026-11-22T08:05:00", CLOCK)).isEqualTo(local);
        assertThat(Words.time("2026-11-22", CLOCK))
                .isEqualTo(LocalDateTime.of(2026, 11, 22, 0, 0).atZone(ZoneId.systemDefault()).toInstant());
        for (String wrong : new String[] {"", "yesterday", "2026-13-01", "2026-11-22 25:00", "08:00"}) {
            assertThatThrownBy(() -> Words.time(wrong, CLOCK)).isInstanceOf(TypeConversionException.class)
                    .hasMessageContaining("is no time");
        }
    }
}
