package io.skylark.broker.order;

import io.skylark.broker.table.TableLog;
import io.skylark.log.Effort;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QueueLockTableTest {
    private static final MessageQueue FIRST = new MessageQueue("T", "b", 0);
    private static final MessageQueue SECOND = new MessageQueue("T", "b", 1);

    private Instant now = Instant.ofEpochMilli(1_000_000);
    private final ManualLog log = new ManualLog();
    private QueueLockTable locks = table();

    private QueueLockTable table() {
        return new QueueLockTable(new TableLog(() -> log), () -> now);
    }

    private Set<MessageQueue> lock(String group, String clientId, MessageQueue... queues) {
        CompletableFuture<Set<MessageQueue>> held = locks.lock(group, clientId, Set.of(queues));
        log.commit(Integer.MAX_VALUE, locks);
        return held.join();
    }

    private void unlock(String clientId, MessageQueue... queues) {
        CompletableFuture<Void> done = locks.unlock("g", clientId, Set.of(queues));
        log.commit(Integer.MAX_VALUE, locks);
        done.join();
    }

    private void restart() {
        log.crash(0);
        locks = table();
        log.replay(QueueLockTable.TYPE.code(), locks);
        locks.replayed();
    }

    @Test
    void grantsWhatIsFreeOrHeldByTheSameClient() {
        assertThat(lock("g", "c1", FIRST)).containsExactly(FIRST);
        assertThat(lock("g", "c2", FIRST, SECOND)).containsExactly(SECOND);
        assertThat(lock("g", "c1", FIRST, SECOND)).containsExactly(FIRST);
        assertThat(lock("other", "c2", FIRST)).containsExactly(FIRST);
        assertThat(locks.isOrdered("g")).isTrue();
        assertThat(locks.isOrdered("nobody")).isFalse();
    }

    @Test
    void givesALockAwayWhenItWasNotRenewedForItsLifetime() {
        lock("g", "c1", FIRST);
        now = now.plus(QueueLockTable.LIFETIME);
        assertThat(lock("g", "c2", FIRST)).isEmpty();
        now = now.plusMillis(1);
        assertThat(locks.isOrdered("g")).isFalse();
        assertThat(lock("g", "c2", FIRST)).containsExactly(FIRST);
        assertThat(lock("g", "c1", FIRST)).isEmpty();
    }

    @Test
    void unlocksOnlyForTheHolder() {
        lock("g", "c1", FIRST);
        unlock("c2", FIRST);
        assertThat(lock("g", "c2", FIRST)).isEmpty();
        unlock("c1", FIRST);
        assertThat(lock("g", "c2", FIRST)).containsExactly(FIRST);
    }

    @Test
    void grantsWhenTheLogHasItAndWritesNothingForARenewal() {
        CompletableFuture<Set<MessageQueue>> first = locks.lock("g", "c1", Set.of(FIRST));
        CompletableFuture<Set<MessageQueue>> again = locks.lock("g", "c1", Set.of(FIRST));
        assertThat(locks.lock("g", "c2", Set.of(FIRST)).join()).isEmpty();
        assertThat(first).isNotDone();
        assertThat(again).isNotDone();
        log.commit(1, locks);
        assertThat(first.join()).containsExactly(FIRST);
        assertThat(again.join()).containsExactly(FIRST);
        assertThat(locks.lock("g", "c1", Set.of(FIRST)).join()).containsExactly(FIRST);
        assertThat(log.waiting()).isZero();
        assertThat(log.size()).isEqualTo(1);
    }

    /// The next one need not wait until the log has that the queue is free: what it writes comes after that.
    @Test
    void aQueueThatIsBeingFreedCanBeLocked() {
        lock("g", "c1", FIRST);
        CompletableFuture<Void> freed = locks.unlock("g", "c1", Set.of(FIRST));
        CompletableFuture<Set<MessageQueue>> next = locks.lock("g", "c2", Set.of(FIRST));
        assertThat(freed).isNotDone();
        log.commit(2, locks);
        assertThat(freed).isDone();
        assertThat(next.join()).containsExactly(FIRST);
    }

    @Test
    void holdersKeepTheirLocksThroughARestartAndGetTheTimeToRenew() {
        lock("g", "c1", FIRST);
        lock("g", "c1", SECOND);
        unlock("c1", SECOND);
        now = now.plusSeconds(3_600);
        restart();
        assertThat(lock("g", "c2", FIRST, SECOND)).containsExactly(SECOND);
        now = now.plus(QueueLockTable.LIFETIME);
        assertThat(lock("g", "c2", FIRST)).isEmpty();
        now = now.plusMillis(1);
        assertThat(lock("g", "c2", FIRST)).containsExactly(FIRST);
        restart();
        assertThat(lock("g", "c1", FIRST)).isEmpty();
    }

    @Test
    void whatWasNotRenewedLeavesTheLogToo() {
        lock("g", "c1", FIRST, SECOND);
        now = now.plus(QueueLockTable.LIFETIME).plusMillis(1);
        locks.removeExpired();
        log.commit(Integer.MAX_VALUE, locks);
        log.compact(locks);
        assertThat(log.size()).isZero();
        restart();
        assertThat(lock("g", "c2", FIRST, SECOND)).hasSize(2);
    }

    @Test
    void whileTheDiskIsFullHoldersRenewAndOthersAreRefused() {
        lock("g", "c1", FIRST);
        log.full(true);
        assertThat(locks.lock("g", "c1", Set.of(FIRST, SECOND)).join()).containsExactly(FIRST);
        assertThatThrownBy(() -> locks.lock("g", "c2", Set.of(SECOND)).join())
                .isInstanceOf(CompletionException.class)
                .cause().isInstanceOfSatisfying(RequestFailure.class, refused ->
                        assertThat(refused.code()).isEqualTo(ResponseCode.SERVICE_NOT_AVAILABLE));
        log.full(false);
        assertThat(lock("g", "c2", SECOND)).containsExactly(SECOND);
    }

    @Test
    void aSnapshotOfMoreThanOneEntryMakesTheSameTable() {
        Set<MessageQueue> many = new HashSet<>();
        for (int queueId = 0; queueId < 2 * QueueLockTable.MAX_CHANGES_PER_ENTRY + 1; queueId++) {
            many.add(new MessageQueue("Täglich", "b", queueId));
        }
        assertThat(lock("g", "c1", many.toArray(MessageQueue[]::new))).isEqualTo(many);
        log.compact(locks);
        assertThat(log.size()).isEqualTo(3);
        restart();
        assertThat(lock("g", "c2", many.toArray(MessageQueue[]::new))).isEmpty();
        assertThat(lock("g", "c1", many.toArray(MessageQueue[]::new))).isEqualTo(many);
        assertThat(log.size()).isEqualTo(3);
    }

    /// A queue has one holder at a time, and keeps it as long as it renews, whatever the others and the broker do.
    @Test
    void neverHasTwoHolders() {
        Effort.seeds("QueueLockTableTest", Effort.count("seeds.locks", 200), seed -> {
            LockHistory history = new LockHistory(seed, true);
            history.run();
            assertThat(history.crashes()).isPositive();
        });
    }

    @Test
    void theHistoryNoticesATableThatForgets() {
        assertThatThrownBy(() -> {
            for (long seed = 1; seed <= 20; seed++) {
                new LockHistory(seed, false).run();
            }
        }).isInstanceOf(AssertionError.class).hasMessageContaining("got what");
    }
}
