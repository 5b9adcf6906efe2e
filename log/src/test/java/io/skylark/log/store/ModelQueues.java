package io.skylark.log.store;

import io.skylark.log.index.TagFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
        }
    }

    /// Bodies of the messages of a queue, oldest first.
    List<String> queue(String topic, int queueId) {
        return queues.computeIfAbsent(topic + "/" + queueId, key -> new ArrayList<>());
    }

    private static String key(String body) {
        return body.substring(0, Math.max(0, body.indexOf(' ')));
    }

    static String topic(int number) {
        return "topic" + number;
    }

    /// What the store holds, read through its own methods.
    static ModelQueues of(StoreFixture fixture) {
        ModelQueues found = new ModelQueues();
        for (int t = 0; t < TOPICS; t++) {
            for (int q = 0; q < QUEUES; q++) {
                List<String> bodies = fixture.read(topic(t), q, 0, Integer.MAX_VALUE, TagFilter.ALL);
                if (!bodies.isEmpty()) {
                    found.queue(topic(t), q).addAll(bodies);
                }
            }
        }
        return found;
    }

    private Map<String, List<String>> filled() {
        Map<String, List<String>> filled = new HashMap<>(queues);
        filled.values().removeIf(List::isEmpty);
        return filled;
    }

    /// In which queues this is not as expected, told by keys.
    String difference(ModelQueues expected) {
        Map<String, List<String>> mine = keys();
        Map<String, List<String>> theirs = expected.keys();
        StringBuilder text = new StringBuilder();
        Stream.of(mine, theirs).flatMap(map -> map.keySet().stream()).distinct().sorted().forEach(queue -> {
            if (!Objects.equals(mine.get(queue), theirs.get(queue))) {
                text.append(queue + " has " + mine.get(queue) + " instead of " + theirs.get(queue) + "; ");
            }
        });
        return text.toString();
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
        filled().forEach((queue, bodies) -> keys.put(queue, bodies.stream().map(ModelQueues::key).toList()));
        return keys;
    }
}
