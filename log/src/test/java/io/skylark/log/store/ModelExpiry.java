package io.skylark.log.store;

import io.skylark.log.retention.RetentionConfig;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// What a program lets expire, and what the model then allows to be gone: a message whose retention had passed the last
/// time that the store could look. Messages of topic 0 are kept for a shorter time than the others and are hidden before
/// their segments go, those of topic 1 are kept longer, and some programs keep everything.
///
/// A minimum that was seen never goes back in the same life. In a later one it may, over messages that were hidden and
/// not yet in a snapshot; over what was deleted it never does.
final class ModelExpiry {
    private static final int MINUTE = 60_000;
    private static final int PATIENCE_SECONDS = 20;
    private static final String HIDDEN_TOPIC = ModelQueues.topic(0);
    private static final String LONG_TOPIC = ModelQueues.topic(1);

    /// How much too early a store deletes that the test of the test wants to be noticed.
    private static final int EAGERNESS = 4;

    private final Random random;
    private final AtomicLong time;
    private final boolean expires;
    private final Duration keep;
    private final boolean eager;
    private final Map<String, Long> offeredAt = new HashMap<>();

    /// Minimums of this life, and of all before.
    private final Map<String, Long> seen = new HashMap<>();
    private final Map<String, Long> floors = new HashMap<>();

    private boolean asked;
    private long looked;

    /// @param time the clock of the store, ms
    /// @param eager whether the store deletes earlier than the model knows
    ModelExpiry(Random random, AtomicLong time, boolean eager) {
        this.random = random;
        this.time = time;
        this.eager = eager;
        this.expires = random.nextInt(4) > 0;
        this.keep = Duration.ofMinutes(60 + random.nextInt(180));
    }

    /// Tells a store that has not started what to keep.
    void configure(Storage storage) {
        if (expires) {
            int divisor = eager ? EAGERNESS : 1;
            RetentionConfig config = new RetentionConfig(
                    keep.dividedBy(divisor),
                    IntStream.range(0, 24).boxed().collect(Collectors.toSet()),
                    0, 75, false, Duration.ofDays(1));
            storage.retain(
                    config,
                    topic -> Set.of(HIDDEN_TOPIC, LONG_TOPIC).contains(topic)
                            ? Optional.of(retention(topic).dividedBy(divisor)) : Optional.empty(),
                    ZoneOffset.UTC);
        }
    }

    private Duration retention(String topic) {
        if (topic.equals(HIDDEN_TOPIC)) {
            return keep.dividedBy(3);
        }
        return topic.equals(LONG_TOPIC) ? keep.plus(keep.dividedBy(2)) : keep;
    }

    /// A message is on its way: it is stored now or later.
    void offered(ModelQueues.Send send) {
        offeredAt.put(send.body(), time.get());
    }

    /// Some time goes by, and the store looks at what has expired. Only when no message is on its way.
    void leap(StoreFixture fixture) {
        if (!expires) {
            return;
        }
        time.addAndGet(random.nextLong(keep.toMillis() / 2) + MINUTE);
        Future<?> done = random.nextBoolean() ? fixture.storage.expireSoon() : fixture.storage.checkRetention();
        asked = true;
        if (random.nextBoolean()) {
            await(done);
        }
    }

    /// Returns when the store is not looking any more.
    void settle(StoreFixture fixture) {
        if (asked) {
            await(fixture.storage.checkRetention());
        }
    }

    private void await(Future<?> done) {
        try {
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the janitor does not look", e);
        }
        looked();
        asked = false;
    }

    private long looked() {
        if (asked) {
            looked = time.get();
        }
        return looked;
    }

    boolean mayBeGone(String topic, String body) {
        return offeredAt.getOrDefault(body, Long.MAX_VALUE) <= looked() - retention(topic).toMillis();
    }

    /// The process ends.
    void lifeEnds() {
        looked();
        asked = false;
        seen.clear();
    }

    /// Remembers minimums, of a store that is at rest.
    ///
    /// @param steps those that the store holds
    /// @param healthy whether no call of the disk fails in this life: what was to be deleted is deleted
    void note(StoreFixture fixture, List<ModelQueues.Step> steps, boolean healthy) {
        assertNotBack(fixture, steps);
        forEachQueue(steps, (queue, topic, queueId) -> {
            long min = fixture.store.minOffset(topic, queueId);
            seen.put(queue, min);
            if (healthy && min > 0 && !topic.equals(HIDDEN_TOPIC)) {
                floors.put(queue, min);
            }
        });
    }

    /// @param steps those that the store holds
    void assertNotBack(StoreFixture fixture, List<ModelQueues.Step> steps) {
        forEachQueue(steps, (queue, topic, queueId) -> assertThat(fixture.store.minOffset(topic, queueId))
                .as("minimum of %s", queue)
                .isGreaterThanOrEqualTo(seen.getOrDefault(queue, 0L))
                .isGreaterThanOrEqualTo(floors.getOrDefault(queue, 0L)));
    }

    @FunctionalInterface
    private interface QueueVisitor {
        void queue(String queue, String topic, int queueId);
    }

    /// A queue of a topic that was removed is another one than that of the next topic with its name.
    private static void forEachQueue(List<ModelQueues.Step> steps, QueueVisitor visitor) {
        for (int t = 0; t < ModelQueues.TOPICS; t++) {
            String topic = ModelQueues.topic(t);
            long removals = steps.stream().filter(new ModelQueues.Remove(topic)::equals).count();
            for (int q = 0; q < ModelQueues.QUEUES; q++) {
                visitor.queue(topic + "/" + q + " after " + removals + " removals", topic, q);
            }
        }
    }

    /// How many queues have lost messages for good.
    int expired() {
        return floors.size();
    }
}
