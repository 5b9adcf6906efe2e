package io.skylark.log.index;

/// One queue of one topic: an ordered list of messages in the log. Resolve it once and keep it; when its topic was
/// removed ([#isRemoved()]) resolve it again.
///
/// Shared: written by the log-applier, read by any thread.
public final class LogQueue {
    private final String topic;
    private final int queueId;
    private volatile long minOffset;
    private volatile long maxOffset;
    private volatile boolean removed;

    LogQueue(String topic, int queueId) {
        this.topic = topic;
        this.queueId = queueId;
    }

    public String topic() {
        return topic;
    }

    public int queueId() {
        return queueId;
    }

    /// Offset of the oldest message that is kept; equal to [#maxOffset()] when there is none.
    public long minOffset() {
        return minOffset;
    }

    /// Offset that the next message will get.
    public long maxOffset() {
        return maxOffset;
    }

    /// True when the topic was removed after this object was resolved.
    public boolean isRemoved() {
        return removed;
    }
}
