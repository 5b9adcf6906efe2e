package io.skylark.bench.peer;

import java.io.IOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class UsageTest {
    private static final String STAT = "4711 (java (x) 1) S 1 4711 4711 0 -1 1077936384 90 80 70 60 1234 566 3 4 20 0 "
            + "50 0 12345 4066472000 97421 18446744073709551615 1 1 0 0 0 0 0 0 16800975 0 0 0 17 1 0 0 0 0 0";
    private static final String STATUS = "Name:\tjava\nVmPeak:\t 4066472 kB\nVmRSS:\t  389684 kB\nThreads:\t50\n";

    @Test
    void readsTimeAndMemoryWhateverTheCommandIsCalled() throws IOException {
        Usage usage = Usage.parse(STAT, STATUS);
        assertThat(usage.cpuNanos()).isEqualTo((1234 + 566) * 10_000_000L);
        assertThat(usage.residentBytes()).isEqualTo(389_684 * 1024L);
    }

    @Test
    void aProcessThatHasEndedHasNoMemory() throws IOException {
        assertThat(Usage.parse(STAT, "Name:\tjava\nState:\tZ (zombie)\n").residentBytes()).isZero();
    }

    @Test
    void usagesAddUp() {
        assertThat(new Usage(1, 2).plus(new Usage(10, 20))).isEqualTo(new Usage(11, 22));
    }

    @Test
    void otherTextIsRefused() {
        assertThatThrownBy(() -> Usage.parse("4711 (java) S 1", STATUS)).isInstanceOf(IOException.class);
    }

    @Test
    void readsThisProcess() throws IOException {
        assertThat(Usage.of(ProcessHandle.current().pid()).residentBytes()).isGreaterThan(1 << 20);
    }
}
