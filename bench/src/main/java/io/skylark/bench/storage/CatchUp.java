package io.skylark.bench.storage;

import io.skylark.log.index.LogQueue;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.MessageSink;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.ReadOutcome;
import io.skylark.message.MessageLayout;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads queues from their first message on, a few messages of each in turn, and copies what it finds as a broker does
/// that sends it. Owned by the thread that calls.
final class CatchUp implements MessageSink {
    private static final int MAX_MESSAGES = 32;
    private static final int MAX_BYTES = 256 << 10;

    private final MessageStore messages;
    private final LogQueue[] queues;
    private final long[] next;
    private final ByteBuffer target = ByteBuffer.allocateDirect(MAX_BYTES);
    private long until;
    private boolean beyond;
    private long count;
    private long bytes;

    /// What a pass brought.
    ///
    /// @param bytes of stored messages
    record Result(long messages, long bytes, long nanos, long cpuNanos) {
        double messagesPerSecond() {
            return messages / (nanos / 1e9);
        }

        double megabytesPerSecond() {
            return bytes / 1e6 / (nanos / 1e9);
        }

        double cpuMicros() {
            return cpuNanos / 1e3 / Math.max(1, messages);
        }

        Result plus(Result other) {
            return new Result(messages + other.messages, bytes + other.bytes, nanos + other.nanos,
                    cpuNanos + other.cpuNanos);
        }
    }

    CatchUp(MessageStore messages, String topic, int queueCount) {
        this.messages = messages;
        queues = new LogQueue[queueCount];
        next = new long[queueCount];
        for (int i = 0; i < queueCount; i++) {
            queues[i] = messages.queue(topic, i);
        }
    }

    /// Reads every message that lies before `position`.
    ///
    /// @throws IOException when a queue does not give what it must
    Result pass(long position) throws IOException {
        until = position;
        count = 0;
        bytes = 0;
        long cpu = ThreadTimes.ofThisThread();
        long begin = System.nanoTime();
        boolean[] done = new boolean[queues.length];
        for (int i = 0; i < queues.length; i++) {
            next[i] = queues[i].minOffset();
        }
        for (int left = queues.length, i = 0; left > 0; i = (i + 1) % queues.length) {
            if (!done[i] && !read(i)) {
                done[i] = true;
                left--;
            }
        }
        return new Result(count, bytes, System.nanoTime() - begin, ThreadTimes.ofThisThread() - cpu);
    }

    /// @return whether there may be more
    private boolean read(int index) throws IOException {
        target.clear();
        beyond = false;
        ReadOutcome outcome =
                messages.read(queues[index], next[index], MAX_MESSAGES, MAX_BYTES, TagFilter.ALL, this);
        switch (outcome.status()) {
            case FOUND -> next[index] = outcome.nextOffset();
            case OFFSET_OVERFLOW_ONE, EMPTY_QUEUE -> beyond = true;
            default -> throw new IOException("queue " + index + " at offset " + next[index] + " answered " + outcome);
        }
        return !beyond;
    }

    @Override
    public void message(ByteBuffer source, int at, int size, long queueOffset, long position) {
        int start = target.position();
        target.put(start, source, at, size);
        MessageLayout.place(target, start, queueOffset, position);
        target.position(start + size);
        beyond |= position >= until;
        count++;
        bytes += size;
    }
}
