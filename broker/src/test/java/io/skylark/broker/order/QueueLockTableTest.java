package io.skylark.broker.order;

import io.skylark.log.Effort;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
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

    /// A queue has one holder at a time, and keeps it as long as it renews, whatever the others try.
    @Test
    void neverHasTwoHolders() {
        Effort.seeds("QueueLockTableTest", Effort.count("seeds.locks", 200), seed -> new LockModel(seed).run());
    }

    /// A random history of three clients and two queues, against what each client may believe.
    private static final class LockModel {
        private static final int STEPS = 300;
        private static final int CLIENTS = 3;

        private final Random random;
        private long millis = 1_000_000;
        private final QueueLockTable locks = new QueueLockTable(() -> Instant.ofEpochMilli(millis));
        private final Map<MessageQueue, Integer> holders = new HashMap<>();
        private final Map<MessageQueue, Long> renewed = new HashMap<>();

        private LockModel(long seed) {
            random = new Random(seed);
        }

        private void run() {
            for (int step = 0; step < STEPS; step++) {
                MessageQueue queue = random.nextBoolean() ? FIRST : SECOND;
                int client = random.nextInt(CLIENTS);
                switch (random.nextInt(8)) {
                    case 0 -> {
                        locks.unlock("g", "c" + client, Set.of(queue));
                        holders.remove(queue, client);
                    }
                    case 1 -> millis += random.nextInt(70_000);
                    case 2 -> locks.removeExpired();
                    default -> lock(client, queue);
                }
            }
        }

        private void lock(int client, MessageQueue queue) {
            boolean granted = locks.lock("g", "c" + client, Set.of(queue)).contains(queue);
            Integer holder = holders.get(queue);
            long age = millis - renewed.getOrDefault(queue, 0L);
            boolean free = holder == null || holder == client || age > QueueLockTable.LIFETIME.toMillis();
            assertThat(granted).isEqualTo(free);
            if (granted) {
                holders.put(queue, client);
                renewed.put(queue, millis);
            }
        }
    }
}
