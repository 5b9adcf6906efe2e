package io.skylark.bench.load;

import io.skylark.bench.frame.FrameTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class InFlightTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 100})
    void holdsAWindowAndFindsEachRequestByItsOpaque(int window) {
        InFlight inFlight = new InFlight(window);
        Random chance = new Random(window);
        List<Integer> opaques = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            while (inFlight.hasRoom()) {
                opaques.add(inFlight.claim(1000L + opaques.size(), opaques.size()));
            }
            assertThat(inFlight.count()).isEqualTo(window);
            assertThat(opaques).doesNotHaveDuplicates().allMatch(opaque -> opaque >= FrameTemplate.LOWEST_OPAQUE);
            List<Integer> order = new ArrayList<>(opaques.subList(opaques.size() - window, opaques.size()));
            Collections.shuffle(order, chance);
            for (int opaque : order) {
                int slot = inFlight.find(opaque);
                assertThat(inFlight.tag(slot)).isEqualTo(opaques.indexOf(opaque));
                assertThat(inFlight.time(slot)).isEqualTo(1000L + opaques.indexOf(opaque));
                inFlight.release(slot);
                assertThat(inFlight.find(opaque)).isEqualTo(-1);
            }
        }
    }

    @Test
    void whatWasNeverSentIsNotFound() {
        InFlight inFlight = new InFlight(2);
        assertThat(inFlight.find(0)).isEqualTo(-1);
        assertThat(inFlight.find(FrameTemplate.LOWEST_OPAQUE)).isEqualTo(-1);
        assertThat(inFlight.find(-1)).isEqualTo(-1);
        inFlight.claim(1, 1);
        inFlight.claim(1, 2);
        assertThatThrownBy(() -> inFlight.claim(1, 3)).hasMessageContaining("full");
    }

    @Test
    void aWindowHasLimits() {
        assertThatThrownBy(() -> new InFlight(0)).hasMessageContaining("1 to 65536");
        assertThatThrownBy(() -> new InFlight(InFlight.MAX_WINDOW + 1)).hasMessageContaining("1 to 65536");
    }
}
