package io.skylark.client.consumer.pull;

import io.skylark.client.consumer.group.PullAnswer;
import io.skylark.client.consumer.group.PullLoop;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.EncodedMessage;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// What was pulled and not yet asked for, in the order in which it came; limited by the flow limits of the queues.
/// Shared: the coordinator adds, callers of `poll` take; guarded by its lock, which is held for moments only.
final class Fetched implements PullLoop.Sink {
    /// One answer, from the first message on that was not taken.
    private static final class Run {
        final QueueProgress progress;
        final MessageQueue queue;
        final List<EncodedMessage> messages;
        final ReceivedMessage.Delivery delivery;
        int next;

        Run(QueueProgress progress, MessageQueue queue, List<EncodedMessage> messages, PullAnswer answer) {
            this.progress = progress;
            this.queue = queue;
            this.messages = messages;
            this.delivery = new ReceivedMessage.Delivery(0, Map.of(
                    PropertyNames.MIN_OFFSET, String.valueOf(answer.minOffset()),
                    PropertyNames.MAX_OFFSET, String.valueOf(answer.maxOffset())));
        }
    }

    /// A message that was taken, and not yet said to be consumed.
    private record Taken(QueueProgress progress, long offset) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final Deque<Run> runs = new ArrayDeque<>();
    private final List<Taken> taken = new ArrayList<>();
    private boolean closed;

    @Override
    public void accept(QueueProgress progress, MessageQueue queue, List<EncodedMessage> messages, PullAnswer answer) {
        lock.lock();
        try {
            runs.add(new Run(progress, queue, messages, answer));
            came.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Up to `max` messages; none when none came in time, or this was closed.
    ///
    /// @param paused queues to pass over for now
    List<ReceivedMessage> take(int max, Duration wait, Predicate<MessageQueue> paused) throws InterruptedException {
        List<ReceivedMessage> messages = new ArrayList<>();
        long left = wait.toNanos();
        lock.lock();
        try {
            takeThere(messages, max, paused);
            while (messages.isEmpty() && left > 0 && !closed) {
                left = came.awaitNanos(left);
                takeThere(messages, max, paused);
            }
        } finally {
            lock.unlock();
        }
        return messages;
    }

    private void takeThere(List<ReceivedMessage> messages, int max, Predicate<MessageQueue> paused) {
        List<Run> passedOver = new ArrayList<>();
        while (messages.size() < max && !runs.isEmpty()) {
            Run run = runs.removeFirst();
            if (run.progress.isDropped()) {
                continue;
            }
            if (paused.test(run.queue)) {
                passedOver.add(run);
                continue;
            }
            while (messages.size() < max && run.next < run.messages.size()) {
                take(run, messages);
            }
            if (run.next < run.messages.size()) {
                runs.addFirst(run);
            }
        }
        for (int i = passedOver.size() - 1; i >= 0; i--) {
            runs.addFirst(passedOver.get(i));
        }
    }

    private void take(Run run, List<ReceivedMessage> messages) {
        EncodedMessage encoded = run.messages.get(run.next++);
        taken.add(new Taken(run.progress, encoded.queueOffset()));
        messages.add(ReceivedMessage.of(encoded, run.queue, run.delivery));
    }

    /// Everything that was taken so far is consumed.
    void finishTaken() {
        lock.lock();
        try {
            taken.forEach(each -> each.progress.finish(each.offset));
            taken.clear();
        } finally {
            lock.unlock();
        }
    }

    /// The offset of the next message of a queue to be taken, or else `end`.
    long next(QueueProgress progress, long end) {
        lock.lock();
        try {
            for (Run run : runs) {
                if (run.progress == progress && run.next < run.messages.size()) {
                    return run.messages.get(run.next).queueOffset();
                }
            }
            return end;
        } finally {
            lock.unlock();
        }
    }

    /// Lets those who wait look again.
    void wake() {
        lock.lock();
        try {
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Wakes those who wait, for good.
    void close() {
        lock.lock();
        try {
            closed = true;
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
