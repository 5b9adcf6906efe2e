package io.skylark.client.producer;

import io.skylark.client.error.CallAbandonedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Room for sends that are under way, in messages and in bytes: who finds none waits, which slows a program down to what
/// its brokers take. A thread that brings results cannot wait, it would be for itself: it takes as much again beyond the limits,
/// so that a send that follows another finds room although others wait for what that one gave back. Shared by all senders.
final class InFlight {
    /// Permits of which more may be taken than there are.
    private static final class Room extends Semaphore {
        private static final long serialVersionUID = 1;

        private final int limit;

        Room(int limit) {
            super(limit);
            this.limit = limit;
        }

        /// Not to the last one exact: threads that do so at a time are as many as there are brokers.
        boolean tryOverdraw(int count) {
            boolean bearable = (long) availablePermits() - count >= -limit;
            if (bearable) {
                reducePermits(count);
            }
            return bearable;
        }

        long taken() {
            return (long) limit - availablePermits();
        }
    }

    private final int maxMessages;
    private final int maxBytes;
    private final Room messages;
    private final Room bytes;
    private final Duration patience;
    private final BooleanSupplier mustNotWait;

    /// @param patience how long a send waits for room
    /// @param mustNotWait whether the calling thread brings results
    InFlight(int maxMessages, int maxBytes, Duration patience, BooleanSupplier mustNotWait) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.messages = new Room(maxMessages);
        this.bytes = new Room(maxBytes);
        this.patience = patience;
        this.mustNotWait = mustNotWait;
    }

    /// Takes room for one message; null when there was some, or else why there was none.
    @Nullable CallAbandonedException enter(int sizeBytes) {
        int size = Math.min(sizeBytes, maxBytes);
        boolean counted = false;
        try {
            counted = take(messages, 1);
            if (counted && take(bytes, size)) {
                return null;
            }
        } catch (InterruptedException interrupted) {
            leaveUncounted(counted);
            Thread.currentThread().interrupt();
            return new CallAbandonedException("Interrupted before the message was sent", true, interrupted);
        }
        CallAbandonedException full = full();
        leaveUncounted(counted);
        return full;
    }

    private boolean take(Room permits, int count) throws InterruptedException {
        if (permits.tryAcquire(count)) {
            return true;
        }
        return mustNotWait.getAsBoolean()
                ? permits.tryOverdraw(count)
                : permits.tryAcquire(count, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void leaveUncounted(boolean counted) {
        if (counted) {
            messages.release();
        }
    }

    private CallAbandonedException full() {
        String underWay = messages.taken() + " sends of " + bytes.taken() + " bytes are under way and ";
        return new CallAbandonedException(underWay + (mustNotWait.getAsBoolean()
                ? "this thread, which brings their results, cannot wait for one to end: send from another, as with"
                        + " thenComposeAsync, or let more be under way with maxInFlight"
                : "none ended in time"), true, null);
    }

    void leave(int sizeBytes) {
        bytes.release(Math.min(sizeBytes, maxBytes));
        messages.release();
    }

    /// For all of a batch that hold room, at once: semaphores are what senders and the ends of sends contend for.
    void leave(List<Waiting> batch) {
        int count = 0;
        long size = 0;
        for (Waiting each : batch) {
            int held = each.heldBytes();
            if (held > 0) {
                count++;
                size += Math.min(held, maxBytes);
            }
        }
        if (count > 0) {
            bytes.release(Math.toIntExact(size)); // all of it was taken, so it is no more than there is
            messages.release(count);
        }
    }

    /// Waits until nothing is under way, and lets nothing in any more; false when something still is.
    boolean drained(Duration limit) throws InterruptedException {
        return messages.tryAcquire(maxMessages, limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
