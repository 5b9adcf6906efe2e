package io.skylark.client.consumer;

import io.skylark.message.StoredMessage;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// How far one queue is pulled and consumed. Shared by the coordinator, which adds, and the consume threads, which
/// finish; guarded by its own lock, which is held for moments only.
final class QueueProgress {
    /// Body sizes of the messages that are not finished, by queue offset.
    private final TreeMap<Long, Integer> unfinished = new TreeMap<>();

    private long bytes;
    private long end;
    private volatile boolean dropped;

    /// @param start where pulling begins
    QueueProgress(long start) {
        this.end = start;
    }

    /// @param nextOffset behind everything that the pull looked at, whether it was wanted or not
    synchronized void pulled(List<StoredMessage> wanted, long nextOffset) {
        for (StoredMessage message : wanted) {
            if (unfinished.put(message.queueOffset(), message.body().length) == null) {
                bytes += message.body().length;
            }
        }
        end = nextOffset;
    }

    synchronized void finish(Collection<StoredMessage> done) {
        for (StoredMessage message : done) {
            Integer size = unfinished.remove(message.queueOffset());
            bytes -= size == null ? 0 : size;
        }
    }

    /// Everything before this offset is consumed.
    synchronized long commitOffset() {
        return unfinished.isEmpty() ? end : unfinished.firstKey();
    }

    synchronized boolean isFull(FlowLimits limits) {
        return unfinished.size() >= limits.messages()
                || bytes >= limits.bytes()
                || (!unfinished.isEmpty() && unfinished.lastKey() - unfinished.firstKey() >= limits.span());
    }

    /// The queue is no longer this consumer's: what is left of it is not consumed, and nothing of it is committed.
    void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }
}
