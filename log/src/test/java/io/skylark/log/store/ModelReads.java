package io.skylark.log.store;

import io.skylark.log.index.TagFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Asks a store in all the ways it can be read, and compares with the model.
final class ModelReads {
    private static final int TAGS = 3;

    private final StoreFixture fixture;
    private final ModelQueues model;
    private final Random random;

    ModelReads(StoreFixture fixture, ModelQueues model, Random random) {
        this.fixture = fixture;
        this.model = model;
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
        assertThat(fixture.store.minOffset(topic, queueId)).isZero();
        assertThat(fixture.store.maxOffset(topic, queueId)).isEqualTo(expected.size());
        if (!expected.isEmpty()) {
            readARun(topic, queueId, expected);
            int offset = random.nextInt(expected.size());
            findByKeyAndPosition(topic, queueId, offset, expected.get(offset));
            findByTime(topic, queueId, expected.size());
        }
    }

    private void readARun(String topic, int queueId, List<String> all) {
        int from = random.nextInt(all.size());
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

    private void findByKeyAndPosition(String topic, int queueId, int offset, String body) {
        String key = new ModelQueues.Send(topic, queueId, body).key();
        List<FoundMessage> found = fixture.store.query(topic, key, TAGS, 0, Long.MAX_VALUE);
        assertThat(found).as("messages of %s with key %s", topic, key).hasSize(1);
        FoundMessage message = found.getFirst();
        assertThat(message.queueOffset()).isEqualTo(offset);
        assertThat(bodyOf(message)).isEqualTo(body);
        assertThat(fixture.store.message(message.position()).map(ModelReads::bodyOf)).contains(body);
        String other = ModelQueues.topic((topic.charAt(topic.length() - 1) - '0' + 1) % ModelQueues.TOPICS);
        assertThat(fixture.store.query(other, key, TAGS, 0, Long.MAX_VALUE)).isEmpty();
    }

    private void findByTime(String topic, int queueId, int size) {
        List<Long> times = new ArrayList<>();
        for (int offset = 0; offset < size; offset++) {
            times.add(fixture.store.storeTime(topic, queueId, offset).orElseThrow());
        }
        assertThat(times).isSorted();
        long time = times.get(random.nextInt(size)) + random.nextInt(3) - 1;
        int lower = IntStream.range(0, size).filter(i -> times.get(i) >= time).findFirst().orElse(size);
        int upper = IntStream.range(0, size).filter(i -> times.get(i) <= time).reduce(0, (a, b) -> b);
        assertThat(fixture.store.offsetByTime(topic, queueId, time, TimeBound.LOWER)).isEqualTo(lower);
        assertThat(fixture.store.offsetByTime(topic, queueId, time, TimeBound.UPPER)).isEqualTo(upper);
    }

    private static String bodyOf(FoundMessage message) {
        return StoreFixture.body(StoreFixture.decode(message));
    }
}
