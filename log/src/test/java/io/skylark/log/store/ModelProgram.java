package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FaultyDisk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// Some lives of one store, drawn from a seed. The seed fixes what is done and what fails; how the threads of the log
/// take turns is up to the machine, so that a rare failure may need several repetitions.
final class ModelProgram {
    private static final int LIVES = 5;
    private static final int MAX_STEPS = 80;
    private static final int MAX_BODY = 3000;
    private static final long FIRST_TIME = 1_700_000_000_000L;

    private final Random random;
    private final List<ModelQueues.Step> steps = new ArrayList<>();
    private final List<CompletableFuture<?>> outcomes = new ArrayList<>();
    private final AtomicLong time = new AtomicLong(FIRST_TIME);
    private final LogConfig config;
    private final ModelExpiry expiry;
    private FaultyDisk disk;
    private int sent;
    private boolean healthy;

    ModelProgram(long seed, FaultyDisk disk) {
        this(seed, disk, false);
    }

    /// @param eager whether the store deletes earlier than the model knows
    ModelProgram(long seed, FaultyDisk disk, boolean eager) {
        this.random = new Random(seed);
        this.disk = disk;
        this.expiry = new ModelExpiry(random, time, eager);
        this.config = random.nextInt(4) == 0 ? StoreFixture.CONFIG.withSegmentBytes(65536) : StoreFixture.CONFIG;
    }

    /// Returns how many queues have lost messages for good because they expired.
    int run() {
        for (int life = 0; life < LIVES; life++) {
            live(random.nextInt(4) == 0 ? LogConfig.FlushMode.ASYNC : LogConfig.FlushMode.SYNC);
        }
        try (StoreFixture last = StoreFixture.on(disk)) {
            check(last, steps.size());
        }
        return expiry.expired();
    }

    private void live(LogConfig.FlushMode mode) {
        int before = steps.size();
        boolean failsAtStart = random.nextInt(4) == 0;
        healthy = true;
        if (failsAtStart) {
            breakSomething();
        }
        StoreFixture fixture;
        try {
            fixture = new StoreFixture(
                    disk, config.withFlushMode(mode), () -> Instant.ofEpochMilli(time.get()), expiry::configure);
        } catch (DiskException e) {
            assertThat(e).hasMessageContaining("injected");
            settle(random.nextBoolean() ? disk.crash() : disk.kill(), before);
            return;
        }
        try {
            check(fixture, before);
            if (!failsAtStart) {
                breakSomething();
            }
            work(fixture);
            if (random.nextInt(4) > 0) {
                int acknowledged = acknowledged();
                boolean power = random.nextBoolean();
                FaultyDisk after = power ? disk.crash() : disk.kill();
                settle(after, power && mode == LogConfig.FlushMode.ASYNC ? before : acknowledged);
                return;
            }
        } finally {
            close(fixture);
        }
        boolean whole = acknowledged() == steps.size();
        settle(disk.kill(), acknowledged());
        if (whole) {
            damageSomething();
        }
    }

    private void work(StoreFixture fixture) {
        int count = random.nextInt(MAX_STEPS);
        for (int i = 0; i < count; i++) {
            step(fixture);
            time.addAndGet(random.nextInt(3));
            if (random.nextInt(20) == 0) {
                awaitOutcomes();
                expiry.settle(fixture);
                int held = acknowledged();
                readSomething(fixture, held);
                expiry.note(fixture, steps.subList(0, held), healthy);
            } else if (random.nextInt(10) == 0) {
                awaitOutcomes();
                expiry.leap(fixture);
            }
        }
    }

    private void awaitOutcomes() {
        outcomes.forEach(outcome -> outcome.exceptionally(why -> null).join());
    }

    private void readSomething(StoreFixture fixture, int held) {
        new ModelReads(fixture, ModelQueues.after(steps, held), expiry::mayBeGone, random).readSomething();
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
        FaultyDisk.Call[] calls = FaultyDisk.Call.values();
        int kind = random.nextInt(10);
        healthy = kind > 5;
        switch (kind) {
            case 0 -> disk.failOn(FaultyDisk.Call.FORCE, ".log", random.nextInt(40));
            case 1 -> disk.failOn(FaultyDisk.Call.WRITE, ".log", random.nextInt(60));
            case 2 -> disk.failOn(FaultyDisk.Call.FORCE, ".mark", random.nextInt(3));
            case 3, 4 -> disk.failOn(calls[random.nextInt(calls.length)], "", random.nextInt(6), anyKind());
            case 5 -> disk.failOn(FaultyDisk.Call.WRITE, ".log", random.nextInt(60), DiskException.Kind.NO_SPACE);
            default -> {
                // a life without faults
            }
        }
    }

    private DiskException.Kind anyKind() {
        return random.nextBoolean() ? DiskException.Kind.NO_SPACE : DiskException.Kind.FAILED;
    }

    private void step(StoreFixture fixture) {
        int kind = random.nextInt(40);
        if (kind == 0) {
            TestProposal roll = new TestProposal(EntryType.ROLL, new byte[0]);
            offer(fixture, new ModelQueues.Roll(), roll, roll.outcome());
        } else if (kind < 3) {
            String topic = ModelQueues.topic(random.nextInt(ModelQueues.TOPICS));
            TestProposal removal = new TestProposal(StoreFixture.REMOVE_TOPIC, topic.getBytes(UTF_8));
            offer(fixture, new ModelQueues.Remove(topic), removal, removal.outcome());
        } else if (kind < 9) {
            List<ModelQueues.Send> sends = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                sends.add(message(MAX_BODY / 4));
            }
            Sent.Batch batch = new Sent.Batch(sends.stream().map(Drafts::keyed).toList());
            offer(fixture, new ModelQueues.SendBatch(sends), batch, batch.result);
        } else {
            ModelQueues.Send send = message(random.nextInt(4) == 0 ? MAX_BODY : 200);
            Sent.One one = new Sent.One(Drafts.keyed(send));
            offer(fixture, send, one, one.result);
        }
    }

    private ModelQueues.Send message(int maxBody) {
        String body = sent++ + " " + "x".repeat(random.nextInt(maxBody));
        ModelQueues.Send send = new ModelQueues.Send(ModelQueues.topic(random.nextInt(ModelQueues.TOPICS)),
                random.nextInt(ModelQueues.QUEUES), body);
        expiry.offered(send);
        return send;
    }

    private void offer(
            StoreFixture fixture, ModelQueues.Step step, Proposal proposal, CompletableFuture<?> outcome) {
        steps.add(step);
        outcomes.add(outcome);
        fixture.log.propose(proposal);
        if (outcome.isCompletedExceptionally() && isCertain(outcome)) {
            steps.removeLast();
            outcomes.removeLast();
        }
    }

    /// A full disk is said at once, and the entry is not in the log then.
    private static boolean isCertain(CompletableFuture<?> outcome) {
        return String.valueOf(outcome.exceptionNow().getMessage()).startsWith(LogRefusal.Reason.DISK_FULL.name());
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
    private void settle(FaultyDisk after, int atLeast) {
        expiry.lifeEnds();
        disk = after;
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            int held = check(fixture, atLeast);
            steps.subList(held, steps.size()).clear();
            outcomes.subList(held, outcomes.size()).clear();
            outcomes.replaceAll(outcome -> CompletableFuture.completedFuture(null));
            readSomething(fixture, held);
        }
    }

    private int check(StoreFixture fixture, int atLeast) {
        ModelQueues found = ModelQueues.of(fixture);
        ModelQueues model = ModelQueues.after(steps, atLeast);
        int count = atLeast;
        while (!model.allows(found, expiry::mayBeGone)) {
            if (count == steps.size()) {
                throw new AssertionError("the store holds no prefix of at least " + atLeast + " of " + steps.size()
                        + " steps; the nearest: " + nearest(found, atLeast));
            }
            model.apply(steps.get(count++));
        }
        expiry.assertNotBack(fixture, steps.subList(0, count));
        return count;
    }

    private String nearest(ModelQueues found, int atLeast) {
        return IntStream.rangeClosed(atLeast, steps.size())
                .mapToObj(count -> count + " steps, where "
                        + ModelQueues.after(steps, count).difference(found, expiry::mayBeGone))
                .min(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    /// The log ends in order here, so that every damaged byte counts.
    private void damageSomething() {
        FaultyDisk damaged = disk.kill();
        String what = Damage.any(damaged, random);
        Damage.judge(damaged, what, ModelQueues.after(steps, steps.size()), expiry::mayBeGone);
    }
}
