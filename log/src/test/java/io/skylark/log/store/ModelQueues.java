package io.skylark.log.store;

import io.skylark.log.index.TagFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a message store should hold after a sequence of steps, told as simply as possible.
final class ModelQueues {
    static final int TOPICS = 4;
    static final int QUEUES = 3;

    /// One entry of the log.
    sealed interface Step {}

    /// @param body unique, and begins with the key of the message and a blank
    record Send(String topic, int queueId, String body) implements Step {
        String key() {
            return ModelQueues.key(body);
        }
    }

    record SendBatch(List<Send> messages) implements Step {}

    record Remove(String topic) implements Step {}

    /// The end of a segment before it is full.
    record Roll() implements Step {}

    /// Stands for a message that has expired, in what a store holds.
    private static final String GONE = "";

    private final Map<String, List<String>> queues = new HashMap<>();

    /// What is there after the first `count` steps.
    static ModelQueues after(List<Step> steps, int count) {
        ModelQueues model = new ModelQueues();
        steps.subList(0, count).forEach(model::apply);
        return model;
    }

    void apply(Step step) {
        switch (step) {
            case Send send -> queue(send.topic(), send.queueId()).add(send.body());
            case SendBatch batch -> batch.messages().forEach(this::apply);
            case Remove remove -> queues.keySet().removeIf(key -> key.startsWith(remove.topic() + "/"));
            case Roll roll -> {
                // means nothing for the queues
            }
        }
    }

    /// Bodies of the messages of a queue, oldest first.
    List<String> queue(String topic, int queueId) {
        return queues.computeIfAbsent(topic + "/" + queueId, key -> new ArrayList<>());
    }

    /// The key of the message with this body.
    static String key(String body) {
        return body.substring(0, Math.max(0, body.indexOf(' ')));
    }

    static String topic(int number) {
        return "topic" + number;
    }

    /// What the store holds, read through its own methods. It must be at rest.
    static ModelQueues of(StoreFixture fixture) {
        ModelQueues found = new ModelQueues();
        for (int t = 0; t < TOPICS; t++) {
            for (int q = 0; q < QUEUES; q++) {
                int min = (int) fixture.store.minOffset(topic(t), q);
                List<String> bodies = fixture.read(topic(t), q, min, Integer.MAX_VALUE, TagFilter.ALL);
                if (min + bodies.size() != fixture.store.maxOffset(topic(t), q)) {
                    throw new AssertionError(topic(t) + "/" + q + " goes from " + min + " to "
                            + fixture.store.maxOffset(topic(t), q) + " but has " + bodies.size() + " messages");
                }
                found.queue(topic(t), q).addAll(Collections.nCopies(min, GONE));
                found.queue(topic(t), q).addAll(bodies);
            }
        }
        return found;
    }

    /// Whether a store that should hold this holds it as far as it must: the first messages of each queue may be gone.
    ///
    /// @param mayBeGone says it of a topic and the body of a message
    boolean allows(ModelQueues found, BiPredicate<String, String> mayBeGone) {
        Map<String, List<String>> mine = filled();
        Map<String, List<String>> theirs = found.filled();
        return mine.keySet().equals(theirs.keySet()) && mine.keySet().stream().allMatch(queue ->
                allows(queue, mine.getOrDefault(queue, List.of()), theirs.getOrDefault(queue, List.of()), mayBeGone));
    }

    private static boolean allows(
            String queue, List<String> all, List<String> left, BiPredicate<String, String> mayBeGone) {
        String topic = queue.substring(0, queue.indexOf('/'));
        return all.size() == left.size() && IntStream.range(0, all.size()).allMatch(i ->
                left.get(i).equals(GONE) ? mayBeGone.test(topic, all.get(i)) : left.get(i).equals(all.get(i)));
    }

    private Map<String, List<String>> filled() {
        Map<String, List<String>> filled = new HashMap<>(queues);
        filled.values().removeIf(List::isEmpty);
        return filled;
    }

    /// In which queues a store does not hold what it must, told by keys; those of missing messages are empty.
    String difference(ModelQueues found, BiPredicate<String, String> mayBeGone) {
        Map<String, List<String>> mine = filled();
        Map<String, List<String>> theirs = found.filled();
        StringBuilder text = new StringBuilder();
        Stream.of(mine, theirs).flatMap(map -> map.keySet().stream()).distinct().sorted().forEach(queue -> {
            List<String> all = mine.getOrDefault(queue, List.of());
            List<String> left = theirs.getOrDefault(queue, List.of());
            if (!allows(queue, all, left, mayBeGone)) {
                text.append(queue + " has " + keys(left) + " instead of " + keys(all) + "; ");
            }
        });
        return text.toString();
    }

    private static List<String> keys(List<String> bodies) {
        return bodies.stream().map(ModelQueues::key).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelQueues that && filled().equals(that.filled());
    }

    @Override
    public int hashCode() {
        return filled().hashCode();
    }

    /// Keys instead of whole bodies.
    @Override
    public String toString() {
        return keys().toString();
    }

    private Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new TreeMap<>();
        filled().forEach((queue, bodies) -> keys.put(queue, keys(bodies)));
        return keys;
    }
}
