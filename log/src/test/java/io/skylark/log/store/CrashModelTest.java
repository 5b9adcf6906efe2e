package io.skylark.log.store;

import io.skylark.log.LogConfig;
import io.skylark.log.Proposal;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.message.MessageDraft;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Random lives of a store on a disk that fails, each ended by an orderly end, the end of the process, or a power cut, and
/// followed by another one. After each, the store must hold exactly the first n entries that were offered, and n must
/// not be less than what was acknowledged.
///
/// `-Dskylark.seeds=<n>` runs more of them, `-Dskylark.seed=<n>` repeats one.
@Timeout(120)
final class CrashModelTest {
    private static final int LIVES = 5;
    private static final int MAX_STEPS = 60;
    private static final int MAX_BODY = 3000;

    @Test
    void holdsWhatWasAcknowledgedWhateverHappens() {
        Long only = Long.getLong("skylark.seed");
        long first = only != null ? only : new Random().nextLong();
        int count = only != null ? 1 : Integer.getInteger("skylark.seeds", 150);
        System.out.println("CrashModelTest: " + count + " seeds from " + first);
        for (long seed = first; seed < first + count; seed++) {
            try {
                new Program(seed, new FaultyDisk(seed)).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("repeat with -Dskylark.seed=" + seed, e);
            }
        }
    }

    /// The test proves nothing unless it fails on a disk that loses what it was told to keep.
    @Test
    void noticesADiskThatDoesNotForce() {
        assertThatThrownBy(() -> {
            for (long seed = 0; seed < 100; seed++) {
                FaultyDisk liar = new FaultyDisk(seed);
                liar.lieAboutForces();
                new Program(seed, liar).run();
            }
        }).isInstanceOfAny(AssertionError.class, CorruptLogException.class);
    }

    /// One seed.
    private static final class Program {
        private final Random random;
        private final List<ModelQueues.Step> steps = new ArrayList<>();
        private final List<CompletableFuture<?>> outcomes = new ArrayList<>();
        private FaultyDisk disk;
        private int sent;

        Program(long seed, FaultyDisk disk) {
            this.random = new Random(seed);
            this.disk = disk;
        }

        void run() {
            for (int life = 0; life < LIVES; life++) {
                live(random.nextInt(4) == 0 ? LogConfig.FlushMode.ASYNC : LogConfig.FlushMode.SYNC);
            }
            try (StoreFixture last = StoreFixture.on(disk)) {
                check(last, steps.size());
            }
        }

        private void live(LogConfig.FlushMode mode) {
            boolean async = mode == LogConfig.FlushMode.ASYNC;
            StoreFixture fixture = new StoreFixture(
                    disk, StoreFixture.CONFIG.withFlushMode(mode), InstantSource.system());
            try {
                check(fixture, steps.size());
                breakSomething();
                int count = random.nextInt(MAX_STEPS);
                for (int i = 0; i < count; i++) {
                    step(fixture);
                    if (random.nextInt(20) == 0) {
                        awaitAll();
                    }
                }
                if (random.nextInt(4) > 0) {
                    int acknowledged = acknowledged();
                    boolean power = random.nextBoolean();
                    FaultyDisk after = power ? disk.crash() : disk.kill();
                    settle(after, async && power ? 0 : acknowledged);
                    return;
                }
            } finally {
                close(fixture);
            }
            settle(disk.kill(), acknowledged());
        }

        private static void close(StoreFixture fixture) {
            try {
                fixture.close();
            } catch (DiskException e) {
                assertThat(e).hasMessageContaining("injected");
            }
        }

        private void breakSomething() {
            if (random.nextInt(3) == 0) {
                disk.readShort();
            }
            switch (random.nextInt(6)) {
                case 0 -> disk.failOn(FaultyDisk.Call.FORCE, ".log", random.nextInt(40));
                case 1 -> disk.failOn(FaultyDisk.Call.WRITE, ".log", random.nextInt(60));
                case 2 -> disk.failOn(FaultyDisk.Call.FORCE, ".mark", random.nextInt(3));
                case 3 -> disk.failOn(FaultyDisk.Call.RENAME, "", random.nextInt(3));
                default -> {
                    // a life without faults
                }
            }
        }

        private void step(StoreFixture fixture) {
            int kind = random.nextInt(20);
            if (kind == 0) {
                String topic = "topic" + random.nextInt(ModelQueues.TOPICS);
                TestProposal removal = new TestProposal(StoreFixture.REMOVE_TOPIC, topic.getBytes(UTF_8));
                offer(fixture, new ModelQueues.Remove(topic), removal, removal.outcome());
            } else if (kind < 4) {
                List<ModelQueues.Send> sends = new ArrayList<>();
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    sends.add(message(MAX_BODY / 4));
                }
                Sent.Batch batch = new Sent.Batch(sends.stream().map(Program::draft).toList());
                offer(fixture, new ModelQueues.SendBatch(sends), batch, batch.result);
            } else {
                ModelQueues.Send send = message(random.nextInt(4) == 0 ? MAX_BODY : 200);
                Sent.One one = new Sent.One(draft(send));
                offer(fixture, send, one, one.result);
            }
        }

        private ModelQueues.Send message(int maxBody) {
            String body = sent++ + "x".repeat(random.nextInt(maxBody));
            return new ModelQueues.Send(
                    "topic" + random.nextInt(ModelQueues.TOPICS), random.nextInt(ModelQueues.QUEUES), body);
        }

        private static MessageDraft draft(ModelQueues.Send send) {
            return Drafts.draft(send.topic(), send.queueId(), send.body());
        }

        private void offer(
                StoreFixture fixture, ModelQueues.Step step, Proposal proposal, CompletableFuture<?> outcome) {
            steps.add(step);
            outcomes.add(outcome);
            fixture.log.propose(proposal);
        }

        private void awaitAll() {
            outcomes.forEach(outcome -> outcome.exceptionally(why -> null).join());
        }

        /// How many of the steps were acknowledged: a prefix, because there is one proposer.
        private int acknowledged() {
            int count = 0;
            while (count < outcomes.size() && succeeded(outcomes.get(count))) {
                count++;
            }
            for (int i = count; i < outcomes.size(); i++) {
                assertThat(succeeded(outcomes.get(i)) && !succeeded(outcomes.get(count)))
                        .as("step %d was acknowledged before step %d", i, count)
                        .isFalse();
            }
            return count;
        }

        private static boolean succeeded(CompletableFuture<?> outcome) {
            return outcome.isDone() && !outcome.isCompletedExceptionally();
        }

        /// Opens what is left, and goes on with as many steps as it holds.
        private void settle(FaultyDisk after, int acknowledged) {
            disk = after;
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                int held = check(fixture, acknowledged);
                steps.subList(held, steps.size()).clear();
                outcomes.subList(held, outcomes.size()).clear();
                outcomes.replaceAll(outcome -> CompletableFuture.completedFuture(null));
            }
        }

        private int check(StoreFixture fixture, int atLeast) {
            ModelQueues found = ModelQueues.of(fixture);
            for (int count = atLeast; count <= steps.size(); count++) {
                if (ModelQueues.after(steps, count).equals(found)) {
                    return count;
                }
            }
            throw new AssertionError("the store holds no prefix of at least " + atLeast + " of " + steps.size()
                    + " steps but " + found);
        }
    }
}
