package io.skylark.broker.measure;

import java.util.concurrent.atomic.LongAdder;

/// What one group got of one topic since the broker was started. Resolve it once and keep it where it is needed often; when
/// it was removed ([#isRemoved]) resolve it again. Shared: any thread.
public final class Consumption {
    private final String topic;
    private final String group;
    private final Delivered broker;
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder sentBack = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder popped = new LongAdder();
    private volatile boolean removed;

    Consumption(String topic, String group, Delivered broker) {
        this.topic = topic;
        this.group = group;
        this.broker = broker;
    }

    public String topic() {
        return topic;
    }

    public String group() {
        return group;
    }

    /// True when the topic or the group was removed after this was resolved.
    public boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
    }

    /// A pull or a pop that found something.
    public void found(int count, long size) {
        messages.add(count);
        bytes.add(size);
        reads.increment();
        broker.found(count);
    }

    /// A pull or a pop that found nothing.
    public void missed() {
        broker.missed();
    }

    /// Messages were handed out that are to be acknowledged one by one.
    public void popped(int count) {
        popped.add(count);
        broker.popped(count);
    }

    /// Messages were acknowledged one by one.
    public void acknowledged(int count) {
        acknowledged.add(count);
        broker.acknowledged(count);
    }

    /// A message came back to be tried again, or is dead.
    public void sentBack() {
        sentBack.increment();
    }

    /// A message was delivered too often.
    public void died() {
        dead.increment();
    }

    public long messages() {
        return messages.sum();
    }

    public long bytes() {
        return bytes.sum();
    }

    /// How many pulls and pops found something.
    public long reads() {
        return reads.sum();
    }

    public long sentBackMessages() {
        return sentBack.sum();
    }

    public long deadMessages() {
        return dead.sum();
    }

    public long acknowledgedMessages() {
        return acknowledged.sum();
    }

    public long poppedMessages() {
        return popped.sum();
    }
}
