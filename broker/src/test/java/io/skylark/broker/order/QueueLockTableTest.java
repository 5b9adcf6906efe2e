package io.skylark.broker.order;

import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueueLockTableTest {
    private static final MessageQueue FIRST = new MessageQueue("T", "b", 0);
    private static final MessageQueue SECOND = new MessageQueue("T", "b", 1);

    private Instant now = Instant.ofEpochMilli(1_000_000);
    private final QueueLockTable locks = new QueueLockTable(() -> now);

    @Test
    void grantsWhatIsFreeOrHeldByTheSameClient() {
        assertThat(locks.lock("g", "c1", Set.of(FIRST))).containsExactly(FIRST);
        assertThat(locks.lock("g", "c2", Set.of(FIRST, SECOND))).containsExactly(SECOND);
        assertThat(locks.lock("g", "c1", Set.of(FIRST, SECOND))).containsExactly(FIRST);
        assertThat(locks.lock("other", "c2", Set.of(FIRST))).containsExactly(FIRST);
    }

    @Test
    void givesALockAwayWhenItWasNotRenewedForItsLifetime() {
        locks.lock("g", "c1", Set.of(FIRST));
        now = now.plus(QueueLockTable.LIFETIME);
        assertThat(locks.lock("g", "c2", Set.of(FIRST))).isEmpty();
        now = now.plusMillis(1);
        assertThat(locks.lock("g", "c2", Set.of(FIRST))).containsExactly(FIRST);
        assertThat(locks.lock("g", "c1", Set.of(FIRST))).isEmpty();
    }

    @Test
    void unlocksOnlyForTheHolder() {
        locks.lock("g", "c1", Set.of(FIRST));
        locks.unlock("g", "c2", Set.of(FIRST));
        assertThat(locks.lock("g", "c2", Set.of(FIRST))).isEmpty();
        locks.unlock("g", "c1", Set.of(FIRST));
        assertThat(locks.lock("g", "c2", Set.of(FIRST))).containsExactly(FIRST);
    }
}
