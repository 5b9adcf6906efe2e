package io.skylark.log.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a message store should hold after a sequence of steps, told as simply as possible.
final class ModelQueues {
    static final int TOPICS = 4;
    static final int QUEUES = 3;

    /// One entry of the log.
    sealed interface Step {}

    record Send(String topic, int queueId, String body) implements Step {}

    record SendBatch(List<Send> messages) implements Step {}

    record Remove(String topic) implements Step {}

    private final Map<String, List<String>> queues = new HashMap<>();

    /// What is there after the first `count` steps.
    static ModelQueues after(List<Step> steps, int count) {
        ModelQueues model = new ModelQueues();
        steps.subList(0, count).forEach(model::apply);
        return model;
    }

    private void apply(Step step) {
        switch (step) {
            case Send send -> queue(send.topic(), send.queueId()).add(send.body());
            case SendBatch batch -> batch.messages().forEach(this::apply);
            case Remove remove -> queues.keySet().removeIf(key -> key.startsWith(remove.topic() + "/"));
        }
    }

    private List<String> queue(String topic, int queueId) {
        return queues.computeIfAbsent(topic + "/" + queueId, key -> new ArrayList<>());
    }

    /// What the store holds, read through its own methods.
    static ModelQueues of(StoreFixture fixture) {
        ModelQueues found = new ModelQueues();
        for (int t = 0; t < TOPICS; t++) {
            for (int q = 0; q < QUEUES; q++) {
                String topic = "topic" + t;
                List<String> bodies = fixture.read(
                        topic, q, 0, Integer.MAX_VALUE, io.skylark.log.index.TagFilter.ALL);
                if (!bodies.isEmpty()) {
                    found.queue(topic, q).addAll(bodies);
                }
            }
        }
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelQueues that && queues.equals(that.queues);
    }

    @Override
    public int hashCode() {
        return queues.hashCode();
    }

    @Override
    public String toString() {
        return queues.toString();
    }
}
