package io.skylark.broker.measure;

import java.util.concurrent.atomic.LongAdder;

/// What all groups together got of all topics, or of those of the system; it stays when topics and groups go. Shared.
public final class Delivered {
    private final LongAdder messages = new LongAdder();
    private final LongAdder found = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder popped = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();

    Delivered() {}

    void found(int count) {
        messages.add(count);
        found.increment();
    }

    void missed() {
        missed.increment();
    }

    void popped(int count) {
        popped.add(count);
    }

    void acknowledged(int count) {
        acknowledged.add(count);
    }

    public long messages() {
        return messages.sum();
    }

    /// Pulls and pops that found something.
    public long foundReads() {
        return found.sum();
    }

    public long missedReads() {
        return missed.sum();
    }

    public long poppedMessages() {
        return popped.sum();
    }

    public long acknowledgedMessages() {
        return acknowledged.sum();
    }
}
