package io.skylark.broker.registry;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OffsetResetsTest {
    private final OffsetResets resets = new OffsetResets();

    @Test
    void aResetIsHeardOfOnce() {
        assertThat(resets.take("g", "T", 0)).isEmpty();
        assertThat(resets.add("g", "T", 0, 5)).isTrue();
        assertThat(resets.add("g", "T", 0, 3)).isTrue();
        assertThat(resets.isPending("g", "T", 0)).isTrue();
        assertThat(resets.isPending("g", "T", 1)).isFalse();
        assertThat(resets.take("other", "T", 0)).isEmpty();
        assertThat(resets.take("g", "T", 0)).isEqualTo(OptionalLong.of(3));
        assertThat(resets.take("g", "T", 0)).isEmpty();
        assertThat(resets.isPending("g", "T", 0)).isFalse();
    }

    @Test
    void thereIsALimitForQueuesButNotForThoseThatWaitAlready() {
        for (int queueId = 0; queueId < OffsetResets.MAX_PENDING; queueId++) {
            assertThat(resets.add("g", "T", queueId, 1)).isTrue();
        }
        assertThat(resets.add("g", "U", 0, 1)).isFalse();
        assertThat(resets.add("g", "T", 7, 2)).isTrue();
        assertThat(resets.take("g", "T", 7)).isEqualTo(OptionalLong.of(2));
        assertThat(resets.add("g", "U", 0, 1)).isTrue();
    }
}
