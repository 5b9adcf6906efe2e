package io.skylark.broker.measure;

import java.util.concurrent.atomic.LongAdder;

/// What happened to messages of one topic that do not go straight into its queues. Shared: any thread.
public final class TopicEvents {
    private final String topic;
    private final LongAdder delayed = new LongAdder();
    private final LongAdder due = new LongAdder();
    private final LongAdder dueBytes = new LongAdder();
    private final LongAdder halves = new LongAdder();
    private final LongAdder committed = new LongAdder();
    private final LongAdder committedBytes = new LongAdder();

    TopicEvents(String topic) {
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }

    void delayed() {
        delayed.increment();
    }

    void due(int size) {
        due.increment();
        dueBytes.add(size);
    }

    void half() {
        halves.increment();
    }

    void committed(int size) {
        committed.increment();
        committedBytes.add(size);
    }

    /// Messages that were parked until their time.
    public long delayedMessages() {
        return delayed.sum();
    }

    /// Messages that got into their queue when they were due.
    public long dueMessages() {
        return due.sum();
    }

    public long dueBytes() {
        return dueBytes.sum();
    }

    /// Messages that were parked until their transaction is decided.
    public long halfMessages() {
        return halves.sum();
    }

    public long committedMessages() {
        return committed.sum();
    }

    public long committedBytes() {
        return committedBytes.sum();
    }
}
