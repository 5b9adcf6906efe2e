package io.skylark.broker.pop;

import io.skylark.broker.config.PopLimits;
import io.skylark.log.index.TagFilter;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.Tags;
import io.skylark.protocol.api.PopMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

import static io.skylark.broker.pop.PopFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

/// One random life of two consumers that always have a pop, or a notification, waiting: each message that nobody
/// acknowledged and nobody holds any more, and that can be read, is handed out within five seconds of the clock.
final class PopLiveness {
    private static final long LATE_MILLIS = 5_000;
    private static final int QUEUES = 2;
    private static final int STEPS = 60;
    private static final Duration HOLD = Duration.ofSeconds(20);
    private static final long TICK_MILLIS = 500;
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final PopLimits LIMITS = new PopLimits(
            8, 8192, 1_000, 10_000, 10, 10, Duration.ofMinutes(5), Duration.ofDays(3), Duration.ofSeconds(1));

    /// What the broker is made to forget, for the test of the test.
    enum Fault { NONE, RINGS_NO_ALARM }

    private static final class Sent {
        private final int queueId;
        private final long offset;
        private final int tagHash;
        /// From when on it should be handed out.
        private long free;
        private long popTime;
        private boolean acknowledged;
        private int deliveries;

        private Sent(int queueId, long offset, int tagHash, long free) {
            this.queueId = queueId;
            this.offset = offset;
            this.tagHash = tagHash;
            this.free = free;
        }
    }

    private final Random random;
    private final Fault fault;
    private final boolean order;
    private final PopFixture group;
    private final Map<String, Sent> sent = new HashMap<>();
    private final Map<Integer, Long> unreadableUntil = new HashMap<>();
    private final Thread reader = Thread.currentThread();
    private SimulatedLoop loop;
    private HeldPops held;
    private int redelivered;

    PopLiveness(long seed, Fault fault) {
        random = new Random(seed);
        this.fault = fault;
        this.order = random.nextInt(4) == 0;
        group = new PopFixture(seed, LIMITS);
        loop = new SimulatedLoop(group::now);
        held = connect();
    }

    private HeldPops connect() {
        loop = new SimulatedLoop(group::now);
        PopAlarm alarm = fault == Fault.RINGS_NO_ALARM ? (millis, work) -> {} : loop;
        held = new HeldPops(group.service(), alarm);
        group.service().wake(held);
        return held;
    }

    /// Returns how many messages came more than once.
    int run() {
        try {
            consumersCome();
            for (int step = 0; step < STEPS; step++) {
                step();
                tick();
            }
            unreadableUntil.replaceAll((tag, until) -> Math.min(until, group.now()));
            for (int i = 0; i < Duration.ofMinutes(1).toMillis() / TICK_MILLIS; i++) {
                tick();
            }
            if (!order) { // there those that nobody acknowledges are in the way of others
                assertThat(sent.values().stream().filter(message -> message.deliveries == 0).count())
                        .as("messages that never came").isZero();
            }
            return redelivered;
        } finally {
            group.close();
        }
    }

    private void step() {
        switch (random.nextInt(14)) {
            case 0, 1, 2, 3 -> send(1 + random.nextInt(5));
            case 4, 5 -> acknowledge();
            case 6 -> change();
            case 7 -> disturb();
            case 8, 9, 10 -> {
                for (int i = random.nextInt(20); i > 0; i--) {
                    tick();
                }
            }
            case 11 -> group.flush();
            case 12 -> {
                loop.end();
                connect();
                consumersCome();
            }
            default -> crash();
        }
    }

    private void consumersCome() {
        for (int i = 0; i < 2; i++) {
            boolean onlyAsks = i == 1;
            loop.execute(() -> ask(onlyAsks));
        }
    }

    /// Pops, and waits for more when there is nothing.
    private void ask(boolean onlyAsks) {
        PopAsk ask = new PopAsk(
                PopFixture.GROUP, PopFixture.TOPIC, random.nextInt(QUEUES), QUEUES, QUEUES, filter(), 8,
                1_000 + random.nextInt(20_000), PopMessage.INIT_MIN, order, null);
        SimulatedLoop mine = loop;
        Runnable again = () -> mine.execute(() -> ask(onlyAsks));
        if (popped(ask)) {
            again.run();
            return;
        }
        HeldPop.Attempt attempt = () -> {
            boolean answered = onlyAsks ? group.service().hasMessages(ask) : popped(ask);
            if (answered) {
                again.run();
            }
            return answered;
        };
        assertThat(held.hold(ask, mine, HOLD, attempt, again)).isTrue();
    }

    /// Only where the consumers read: the log looks at tags too, and does not fail.
    private TagFilter filter() {
        return tagHash -> {
            if (Thread.currentThread() == reader && isUnreadable(tagHash)) {
                throw new IllegalStateException("this read fails");
            }
            return true;
        };
    }

    private boolean isUnreadable(int tagHash) {
        return unreadableUntil.getOrDefault(tagHash, 0L) > group.now();
    }

    private boolean popped(PopAsk ask) {
        PopOutcome outcome = group.service().pop(ask, true);
        while (outcome instanceof PopOutcome.Beginning(CompletableFuture<Void> begun)) {
            await(begun);
            outcome = group.service().pop(ask, true);
        }
        if (!(outcome instanceof PopOutcome.Popped(PoppedMessages messages, long rest))) {
            return false;
        }
        ByteBuffer body = ByteBuffer.allocate(messages.sizeBytes());
        messages.writeTo(body);
        for (StoredMessage message : StoredMessage.decodeAll(body.flip())) {
            Sent known = Objects.requireNonNull(sent.get(message.property(PropertyNames.TAGS)));
            known.free = group.now() + ask.invisibleMillis();
            known.popTime = messages.popTime();
            redelivered += known.deliveries++ > 0 ? 1 : 0;
        }
        return true;
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            String tag = "t" + sent.size();
            int queueId = random.nextInt(QUEUES);
            if (random.nextInt(6) == 0) {
                unreadableUntil.put(Tags.hash(tag), group.now() + random.nextInt(15_000));
            }
            long offset = group.send(queueId, tag);
            sent.put(tag, new Sent(queueId, offset, Tags.hash(tag), group.now()));
        }
    }

    private @Nullable Sent any() {
        List<Sent> held = sent.values().stream().filter(m -> m.deliveries > 0 && !m.acknowledged).toList();
        return held.isEmpty() ? null : held.get(random.nextInt(held.size()));
    }

    private void acknowledge() {
        for (int i = random.nextInt(5); i >= 0; i--) {
            Sent message = any();
            if (message != null) {
                await(group.service().ack(PopFixture.key(message.queueId), message.offset, message.popTime));
                message.acknowledged = true;
            }
        }
    }

    private void change() {
        Sent message = any();
        if (message != null) {
            group.advance(1);
            long invisible = random.nextInt(20_000);
            long changed = group.service().change(
                    PopFixture.key(message.queueId), message.offset, message.popTime, invisible, random.nextBoolean());
            if (changed >= 0) {
                message.popTime = changed;
                message.free = group.now() + invisible;
            }
        }
    }

    /// Some messages cannot be read for a while.
    private void disturb() {
        Set<Integer> tags = new HashSet<>();
        sent.values().forEach(message -> {
            if (random.nextInt(3) == 0) {
                tags.add(message.tagHash);
            }
        });
        long until = group.now() + random.nextInt(30_000);
        tags.forEach(tag -> unreadableUntil.put(tag, until));
    }

    private void crash() {
        loop.end();
        group.crash(random.nextBoolean());
        connect();
        sent.values().forEach(message -> message.free = Math.min(message.free, group.now()));
        consumersCome();
    }

    /// The clock goes on a little; by then everything that is due must be there.
    private void tick() {
        group.advance(TICK_MILLIS);
        loop.runFor(0);
        long give = System.nanoTime() + SETTLE_NANOS;
        while (sent.values().stream().anyMatch(this::isLate) && System.nanoTime() < give) {
            loop.runFor(5); // the log has threads of its own
        }
        for (Map.Entry<String, Sent> message : sent.entrySet()) {
            Sent known = message.getValue();
            assertThat(isLate(known)).as(
                    "message %s at %d/%d is late: free since %d, unreadable until %d, %d deliveries, now %d, "
                            + "ordered %s, %s",
                    message.getKey(), known.queueId, known.offset, known.free, unreadableUntil.get(known.tagHash),
                    known.deliveries, group.now(), order, queue(known)).isFalse();
        }
        assertThat(loop.held()).as("pops that wait").isLessThanOrEqualTo(2);
    }

    private String queue(Sent message) {
        PopQueue queue = Objects.requireNonNull(group.service().table().find(PopFixture.key(message.queueId)));
        return queue.handle(message.offset, Long.MAX_VALUE) + ", base " + queue.base()
                + ", " + queue.inFlight() + " in flight, next deadline "
                + queue.nextDeadline(group.now()) + ", due " + queue.isDue(group.now(), order) + ", beginning "
                + queue.isBeginning() + ", unread from " + queue.waitPoint(group.now(), order, 1_000) + ", "
                + loop.held() + " wait";
    }

    private boolean isLate(Sent message) {
        if (message.acknowledged || message.offset < group.minOffset(message.queueId)) {
            return false;
        }
        long since = Math.max(message.free, unreadableUntil.getOrDefault(message.tagHash, 0L));
        if (order) {
            for (Sent other : sent.values()) {
                if (other.queueId == message.queueId && !other.acknowledged) {
                    since = Math.max(since, Math.max(other.deliveries > 0 ? other.free : 0,
                            unreadableUntil.getOrDefault(other.tagHash, 0L)));
                }
            }
        }
        return since + LATE_MILLIS < group.now();
    }
}
