package io.skylark.client.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The frames of one connection on their way to its channel, which must not block. Whoever finds nobody writing writes
/// at once, and takes along what others queue meanwhile: many frames travel with one system call, and nobody waits for
/// another's frame to be written. After a few rounds, or when the channel takes no more, the rest is handed over to the
/// connection's own thread, so that no sender is held up by what others send. That thread has the first turn too: what is
/// queued before the channel is connected waits for it.
///
/// Shared by all senders; guarded by its lock, but for what belongs to the one whose turn it is to write.
final class Outbox {
    /// What may wait to be written; who has more waits for room, except the connection's own thread, which makes it.
    static final int MAX_QUEUED_BYTES = 8 * 1024 * 1024;

    private static final int STAGING_BYTES = 128 * 1024;
    private static final int ROUNDS = 16;
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final WritableByteChannel channel;
    private final LongSupplier nanoClock;
    private final Runnable handOver;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private ArrayDeque<ByteBuffer> queued = new ArrayDeque<>();
    private long queuedBytes;
    private boolean turnTaken = true;
    private boolean closed;

    /// Since when nothing was written although something waits.
    private volatile long waitingSinceNanos = NOT_WAITING;

    // Of the one whose turn it is.
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES).limit(0);
    private ArrayDeque<ByteBuffer> leaving = new ArrayDeque<>();
    private int staged;

    /// @param handOver lets the connection's own thread call [#write(int)] as soon as the channel takes more; the first
    ///     call is due without it
    Outbox(WritableByteChannel channel, LongSupplier nanoClock, Runnable handOver) {
        this.channel = channel;
        this.nanoClock = nanoClock;
        this.handOver = handOver;
    }

    /// Queues a frame, and writes it when nobody else does.
    ///
    /// @param patienceNanos how long to wait for room; below 0 to need none
    /// @return false when there was no room in time
    /// @throws IOException when the channel is closed or fails
    boolean send(ByteBuffer head, ByteBuffer body, long patienceNanos) throws IOException {
        int size = head.remaining() + body.remaining();
        boolean mine;
        lock.lock();
        try {
            if (patienceNanos >= 0 && !awaitRoom(size, patienceNanos)) {
                return false;
            }
            if (closed) {
                throw new ClosedChannelException();
            }
            queued.add(head);
            if (body.hasRemaining()) {
                queued.add(body);
            }
            queuedBytes += size;
            mine = !turnTaken;
            turnTaken = true;
        } finally {
            lock.unlock();
        }
        if (mine && !write(ROUNDS)) {
            handOver.run();
        }
        return true;
    }

    /// Interrupts are left to the caller, who waits for the answer anyway.
    private boolean awaitRoom(int size, long patienceNanos) {
        long deadline = 0;
        boolean interrupted = false;
        while (!closed && queuedBytes > 0 && queuedBytes + size > MAX_QUEUED_BYTES) {
            long now = nanoClock.getAsLong();
            deadline = deadline == 0 ? now + patienceNanos : deadline;
            if (deadline - now <= 0) {
                break;
            }
            try {
                var unused = room.awaitNanos(deadline - now);
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return closed || queuedBytes == 0 || queuedBytes + size <= MAX_QUEUED_BYTES;
    }

    /// Writes what is queued. Only for the one whose turn it is.
    ///
    /// @return false when something is left, and it still is the caller's turn
    boolean write(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            if (!staging.hasRemaining() && !refill()) {
                return true;
            }
            int written = channel.write(staging);
            if (staging.hasRemaining()) {
                if (written > 0 || waitingSinceNanos == NOT_WAITING) {
                    waitingSinceNanos = nanoClock.getAsLong();
                }
                return false;
            }
        }
        if (!refill()) {
            return true;
        }
        waitingSinceNanos = nanoClock.getAsLong();
        return false;
    }

    /// Copies the next frames; when there are none the turn ends.
    private boolean refill() {
        lock.lock();
        try {
            queuedBytes -= staged;
            staged = 0;
            room.signalAll();
            if (leaving.isEmpty()) {
                ArrayDeque<ByteBuffer> empty = leaving;
                leaving = queued;
                queued = empty;
            }
            if (leaving.isEmpty()) {
                waitingSinceNanos = NOT_WAITING;
                turnTaken = false;
                return false;
            }
        } finally {
            lock.unlock();
        }
        staging.clear();
        for (ByteBuffer next = leaving.peek(); next != null && staging.hasRemaining(); next = leaving.peek()) {
            int size = Math.min(next.remaining(), staging.remaining());
            staging.put(staging.position(), next, next.position(), size).position(staging.position() + size);
            next.position(next.position() + size);
            if (!next.hasRemaining()) {
                leaving.remove();
            }
        }
        staged = staging.position();
        staging.flip();
        return true;
    }

    /// Whether the channel has taken nothing for so long although something waits.
    boolean isStuck(long nowNanos, long limitNanos) {
        long since = waitingSinceNanos;
        return since != NOT_WAITING && nowNanos - since > limitNanos;
    }

    /// Those who wait for room fail; what is queued is dropped.
    void close() {
        lock.lock();
        try {
            closed = true;
            queued.clear();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
