package io.skylark.broker.config;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WriteGateTest {
    private static final int READ = 4;
    private static final int READ_WRITE = 6;

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void shutsWhenClientsHaveHeardOfIt() {
        WriteGate gate = new WriteGate(READ_WRITE, () -> now);
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.shutsIn()).isEmpty();
        gate.change(READ);
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.isShut()).isFalse();
        now = now.plus(WriteGate.GRACE).minusMillis(1);
        gate.change(READ); // another setting has changed
        assertThat(gate.isShut()).isFalse();
        assertThat(gate.shutsIn()).isEqualTo(Optional.of(Duration.ofMillis(1)));
        now = now.plusMillis(1);
        assertThat(gate.isShut()).isTrue();
        assertThat(gate.shutsIn()).isEqualTo(Optional.of(Duration.ZERO));
    }

    @Test
    void opensAtOnce() {
        WriteGate gate = new WriteGate(READ, () -> now);
        assertThat(gate.isShut()).as("after a start nobody has heard otherwise").isTrue();
        gate.change(READ_WRITE);
        assertThat(gate.isShut()).isFalse();
        assertThat(gate.isOpen()).isTrue();
    }
}
