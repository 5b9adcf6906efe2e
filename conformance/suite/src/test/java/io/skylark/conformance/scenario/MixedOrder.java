package io.skylark.conformance.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What the members of an ordered group did with the queues of one topic, and what of it was wrong: two at work in one
/// queue, or a message before one that comes before it. Told by the listeners of all members; guarded by its own lock.
final class MixedOrder {
    /// As long as a listener works, so that two in one queue meet.
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicReferenceArray<@Nullable String> atWork;
    private final String[] owners;
    private final long[] next;
    private final List<String> faults = new ArrayList<>();
    private int repetitions;

    MixedOrder(int queues) {
        atWork = new AtomicReferenceArray<>(queues);
        owners = new String[queues];
        next = new long[queues];
        Arrays.fill(owners, "");
    }

    /// A listener of a member has a message.
    void consume(String member, int queue, long offset) {
        String other = atWork.getAndSet(queue, member);
        LockSupport.parkNanos(WORK_NANOS);
        note(member, queue, offset, other);
        atWork.set(queue, null);
    }

    private synchronized void note(String member, int queue, long offset, @Nullable String other) {
        String what = member + " was given " + offset + " of queue " + queue;
        if (other != null) {
            faults.add(what + " while " + other + " was at work there");
        }
        if (offset > next[queue]) {
            faults.add(what + " before " + next[queue]);
        }
        if (offset < next[queue]) {
            repetitions++;
        }
        next[queue] = Math.max(next[queue], offset + 1);
        owners[queue] = member;
    }

    /// The members that had the newest message of each queue.
    synchronized Set<String> owners() {
        return new HashSet<>(List.of(owners));
    }

    /// Whether this many messages of each queue were consumed.
    synchronized boolean isThrough(long count) {
        for (long each : next) {
            if (each < count) {
                return false;
            }
        }
        return true;
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /// Messages that were given to a member after they had been given to one.
    synchronized int repetitions() {
        return repetitions;
    }
}
