package io.skylark.broker.order;

import io.skylark.broker.table.TableLog;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/// A random life of locks: clients ask, renew, let go and are forgotten; the log is slow, full, and the broker crashes.
/// What a client was told it holds, nobody else is told until that client let go or did not renew for the lifetime of a
/// lock. And in the end whoever asks gets the lock.
final class LockHistory {
    private static final int STEPS = 300;
    private static final int CLIENTS = 3;
    private static final MessageQueue[] QUEUES = {new MessageQueue("T", "b", 0), new MessageQueue("T", "b", 1)};

    /// What a client believes: that it holds the lock, from a request at `since` on.
    private record Belief(int client, long since) {}

    private final Random random;
    private final ManualLog log = new ManualLog();
    private final boolean durable;
    private final Map<MessageQueue, Belief> beliefs = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long millis = 1_000_000;
    private QueueLockTable locks;
    private int crashes;

    /// @param durable false forgets all in a crash: for the test of the test
    LockHistory(long seed, boolean durable) {
        random = new Random(seed);
        this.durable = durable;
        locks = table();
    }

    private QueueLockTable table() {
        return new QueueLockTable(new TableLog(() -> log), () -> Instant.ofEpochMilli(millis));
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            MessageQueue queue = QUEUES[random.nextInt(QUEUES.length)];
            int client = random.nextInt(CLIENTS);
            switch (random.nextInt(16)) {
                case 0, 1 -> unlock(client, queue);
                case 2 -> millis += random.nextInt(70_000);
                case 3 -> locks.removeExpired();
                case 4 -> log.full(random.nextBoolean());
                case 5 -> restart();
                case 6 -> compact();
                case 7, 8, 9 -> log.commit(1 + random.nextInt(3), locks);
                default -> lock(client, queue);
            }
        }
        everybodyGetsItInTheEnd();
        assertThat(violations).isEmpty();
    }

    private void unlock(int client, MessageQueue queue) {
        Belief belief = beliefs.get(queue);
        if (belief != null && belief.client == client) {
            beliefs.remove(queue);
        }
        locks.unlock("g", name(client), Set.of(queue));
    }

    private static String name(int client) {
        return "c" + client;
    }

    private CompletableFuture<Set<MessageQueue>> lock(int client, MessageQueue queue) {
        long asked = millis;
        QueueLockTable answering = locks;
        return locks.lock("g", name(client), Set.of(queue)).whenComplete((held, refusal) -> {
            if (refusal == null && held.contains(queue) && answering == locks) {
                granted(client, queue, asked);
            }
        });
    }

    private void granted(int client, MessageQueue queue, long asked) {
        Belief other = beliefs.get(queue);
        if (other != null && other.client != client && millis - other.since <= QueueLockTable.LIFETIME.toMillis()) {
            violations.add(name(client) + " got what " + name(other.client) + " holds"); // thrown, the future had it
        }
        beliefs.put(queue, new Belief(client, asked));
    }

    /// Everything in memory is gone, and some of what was on its way to the log.
    private void restart() {
        crashes++;
        log.crash(random.nextInt(3));
        millis += random.nextInt(5_000);
        locks = table();
        if (durable) {
            log.replay(QueueLockTable.TYPE.code(), locks);
        }
        locks.replayed();
    }

    private void compact() {
        log.commit(Integer.MAX_VALUE, locks);
        log.compact(locks);
    }

    private void everybodyGetsItInTheEnd() {
        log.full(false);
        for (MessageQueue queue : QUEUES) {
            for (int client = 0; client < CLIENTS; client++) {
                log.commit(Integer.MAX_VALUE, locks);
                millis += QueueLockTable.LIFETIME.toMillis() + 1;
                CompletableFuture<Set<MessageQueue>> asked = lock(client, queue);
                log.commit(Integer.MAX_VALUE, locks);
                assertThat(asked.join()).containsExactly(queue);
            }
        }
        millis += QueueLockTable.LIFETIME.toMillis() + 1;
        locks.removeExpired();
        log.commit(Integer.MAX_VALUE, locks);
        assertThat(locks.isOrdered("g")).isFalse();
        log.compact(locks);
        assertThat(log.size()).as("what is left of locks that nobody holds").isZero();
    }

    int crashes() {
        return crashes;
    }
}
