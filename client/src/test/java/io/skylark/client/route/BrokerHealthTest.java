package io.skylark.client.route;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerHealthTest {
    private static final Duration FAST = Duration.ofMillis(5);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final BrokerHealth health = new BrokerHealth(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /// How long a broker is avoided from now on, in steps of 100 ms.
    private Duration avoided(String broker) {
        Duration total = Duration.ZERO;
        while (health.isAvoided(broker)) {
            pass(Duration.ofMillis(100));
            total = total.plusMillis(100);
        }
        return total;
    }

    @Test
    void anUnknownBrokerIsFine() {
        assertThat(health.isAvoided("a")).isFalse();
        health.answered("a", FAST);
        assertThat(health.isAvoided("a")).isFalse();
    }

    @Test
    void failuresInARowPauseItLongerAndLonger() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            health.failed("a");
            assertThat(avoided("a")).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void manyThatFailTogetherCountAsOne() {
        for (int seconds : new int[] {1, 2, 4}) {
            for (int i = 0; i < 100; i++) {
                health.failed("a");
            }
            assertThat(avoided("a")).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void anAnswerEndsThePauseOfAFailure() {
        health.failed("a");
        health.failed("a");
        health.failed("b");
        health.answered("a", FAST);
        assertThat(health.isAvoided("a")).isFalse();
        assertThat(health.isAvoided("b")).isTrue();
        health.failed("a");
        assertThat(avoided("a")).isEqualTo(BrokerHealth.FIRST_PAUSE);
    }

    @Test
    void aSlowOneIsPassedOverTenTimesAsLong() {
        health.answered("a", BrokerHealth.SLOW);
        assertThat(health.isAvoided("a")).isFalse();
        health.answered("a", Duration.ofMillis(700));
        health.answered("a", FAST);
        assertThat(avoided("a")).isEqualTo(Duration.ofSeconds(7));
        health.answered("a", Duration.ofMinutes(1));
        assertThat(avoided("a")).isEqualTo(BrokerHealth.LONGEST_PAUSE);
    }
}
