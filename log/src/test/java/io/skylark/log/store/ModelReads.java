package io.skylark.log.store;

import io.skylark.log.index.TagFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Asks a store in all the ways it can be read, and compares with the model.
final class ModelReads {
    private static final int TAGS = 3;

    private final StoreFixture fixture;
    private final ModelQueues model;
    private final BiPredicate<String, String> mayBeGone;
    private final Random random;

    /// @param mayBeGone says of a topic and the body of a message whether it may have expired
    ModelReads(StoreFixture fixture, ModelQueues model, BiPredicate<String, String> mayBeGone, Random random) {
        this.fixture = fixture;
        this.model = model;
        this.mayBeGone = mayBeGone;
        this.random = random;
    }

    /// The tag that a message with this body has.
    static String tag(String body) {
        return "tag" + Math.floorMod(body.hashCode(), TAGS);
    }

    void readSomething() {
        String topic = ModelQueues.topic(random.nextInt(ModelQueues.TOPICS));
        int queueId = random.nextInt(ModelQueues.QUEUES);
        List<String> expected = model.queue(topic, queueId);
        int min = (int) fixture.store.minOffset(topic, queueId);
        assertThat(expected.subList(0, min).stream().filter(body -> !mayBeGone.test(topic, body)).map(ModelQueues::key))
                .as("messages of %s/%d that are gone", topic, queueId)
                .isEmpty();
        assertThat(fixture.store.maxOffset(topic, queueId)).isEqualTo(expected.size());
        if (min < expected.size()) {
            readARun(topic, queueId, min, expected);
            int offset = random.nextInt(min, expected.size());
            findByKeyAndPosition(topic, offset, expected.get(offset));
            findByTime(topic, queueId, min, expected.size());
        }
        if (min > 0) {
            findNothing(topic, queueId, random.nextInt(min), expected);
        }
    }

    /// The message at this offset is gone.
    private void findNothing(String topic, int queueId, int offset, List<String> all) {
        String key = ModelQueues.key(all.get(offset));
        assertThat(fixture.read(topic, queueId, offset, 1, TagFilter.ALL)).isEmpty();
        assertThat(fixture.store.query(topic, key, TAGS, 0, Long.MAX_VALUE)).isEmpty();
        assertThat(fixture.store.storeTime(topic, queueId, offset)).isEmpty();
    }

    private void readARun(String topic, int queueId, int min, List<String> all) {
        int from = random.nextInt(min, all.size());
        int max = 1 + random.nextInt(10);
        String wanted = "tag" + random.nextInt(TAGS);
        boolean filtered = random.nextBoolean();
        TagFilter filter = filtered ? TagFilter.anyOf(wanted.hashCode()) : TagFilter.ALL;
        List<String> expected = all.subList(from, all.size()).stream()
                .filter(body -> !filtered || tag(body).equals(wanted))
                .limit(max)
                .toList();
        assertThat(fixture.read(topic, queueId, from, max, filter)).isEqualTo(expected);
    }

    private void findByKeyAndPosition(String topic, int offset, String body) {
        String key = ModelQueues.key(body);
        List<FoundMessage> found = fixture.store.query(topic, key, TAGS, 0, Long.MAX_VALUE);
        assertThat(found).as("messages of %s with key %s", topic, key).hasSize(1);
        FoundMessage message = found.getFirst();
        assertThat(message.queueOffset()).isEqualTo(offset);
        assertThat(bodyOf(message)).isEqualTo(body);
        assertThat(fixture.store.message(message.position()).map(ModelReads::bodyOf)).contains(body);
        String other = ModelQueues.topic((topic.charAt(topic.length() - 1) - '0' + 1) % ModelQueues.TOPICS);
        assertThat(fixture.store.query(other, key, TAGS, 0, Long.MAX_VALUE)).isEmpty();
    }

    private void findByTime(String topic, int queueId, int min, int size) {
        List<Long> times = new ArrayList<>();
        for (int offset = min; offset < size; offset++) {
            times.add(fixture.store.storeTime(topic, queueId, offset).orElseThrow());
        }
        assertThat(times).isSorted();
        long time = times.get(random.nextInt(times.size())) + random.nextInt(3) - 1;
        int lower = IntStream.range(min, size).filter(i -> times.get(i - min) >= time).findFirst().orElse(size);
        int upper = IntStream.range(min, size).filter(i -> times.get(i - min) <= time).reduce(0, (a, b) -> b);
        assertThat(fixture.store.offsetByTime(topic, queueId, time, TimeBound.LOWER)).isEqualTo(lower);
        assertThat(fixture.store.offsetByTime(topic, queueId, time, TimeBound.UPPER)).isEqualTo(upper);
    }

    private static String bodyOf(FoundMessage message) {
        return StoreFixture.body(StoreFixture.decode(message));
    }
}
