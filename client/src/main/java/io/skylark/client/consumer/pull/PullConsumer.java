package io.skylark.client.consumer.pull;

import io.skylark.client.consumer.group.Assignment;
import io.skylark.client.consumer.group.Commits;
import io.skylark.client.consumer.group.GroupAccess;
import io.skylark.client.consumer.group.GroupBrokers;
import io.skylark.client.consumer.group.Member;
import io.skylark.client.consumer.group.PullLoop;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// A member of a consumer group that is asked for messages. Its queues are its share of the topics it subscribes to,
/// or those that the program chooses with [#assign(Collection)]. Messages are pulled ahead in the background.
///
/// What [#poll(Duration)] returned counts as consumed when it is called again, and at the close; a consumer that does
/// not commit by itself stores that only at [#commit()]. So messages that were not handled before a crash come again.
/// In each queue the order is kept.
///
/// Shared by all threads, but made for one that polls: of several, each says with its next call that the others are
/// done too.
public final class PullConsumer implements AutoCloseable {
    private final ClientSession session;
    private final PullConfig config;
    private final GroupAccess access;
    private final Fetched fetched = new Fetched();
    private final Member member;
    private final PullCalls calls;

    /// Stores what the program or the period says; the member itself stores nothing when the program does.
    private final Commits commits;

    private final AtomicLong committedNanos;

    /// The queues that the program chose last.
    private volatile Set<MessageQueue> chosen = Set.of();

    /// Starts no thread yet.
    PullConsumer(ClientSession session, PullConfig config, GroupAccess access) {
        this.session = session;
        this.config = config;
        this.access = access;
        this.member = new Member(session, access, fetched);
        this.calls = new PullCalls(session, config.group(), member.assignment(), access.version());
        this.commits = new Commits(access.brokers());
        this.committedNanos = new AtomicLong(session.nanoClock().getAsLong());
    }

    void start() {
        member.start(this, calls, false);
    }

    public String group() {
        return config.group().group();
    }

    /// The next messages there are, or the first that come within `wait`; none when none came.
    ///
    /// @throws SkylarkException when this thread was interrupted
    /// @throws IllegalStateException when the consumer is closed
    public List<ReceivedMessage> poll(Duration wait) {
        checkOpen();
        fetched.finishTaken();
        commitNowAndThen();
        try {
            return fetched.take(config.maxPoll(), wait, assigned()::isPaused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CallAbandonedException("Interrupted while polling for " + group(), true, interrupted);
        }
    }

    private void checkOpen() {
        if (member.isClosed()) {
            throw new IllegalStateException("the consumer of group " + group() + " is closed");
        }
    }

    private void commitNowAndThen() {
        Duration period = config.autoCommit();
        long last = committedNanos.get();
        long now = session.nanoClock().getAsLong();
        if (period != null && now - last >= period.toNanos() && committedNanos.compareAndSet(last, now)) {
            // What cannot be stored now is reported to the log, and stored the next time.
            var unused = commits.commitAll(assigned().loops());
        }
    }

    private Assignment assigned() {
        return member.assignment();
    }

    /// All queues of a topic; empty when it does not exist.
    public List<MessageQueue> queues(String topic) {
        return access.brokers().queues(topic);
    }

    /// Reads these queues from now on, and no others. They are taken up in the background; a place to begin can be
    /// chosen at once, see [#seek(MessageQueue, long)] and its like.
    ///
    /// @throws IllegalStateException when the consumer subscribes to topics, so that the group decides, or is closed
    public void assign(Collection<MessageQueue> queues) {
        checkOpen();
        if (!config.group().subscriptions().isEmpty()) {
            throw new IllegalStateException("group " + group() + " subscribes to topics and shares their queues");
        }
        chosen = Set.copyOf(queues);
        member.choose(chosen);
    }

    /// The queues that this consumer has now: none before they are taken up.
    public Set<MessageQueue> assignment() {
        return assigned().loops().stream().map(PullLoop::queue).collect(Collectors.toUnmodifiableSet());
    }

    /// Says that everything is consumed that was polled, and stores that.
    ///
    /// @throws SkylarkException when an offset could not be stored
    public void commit() {
        session.pool().await(this::commitAsync);
    }

    /// As [#commit()].
    public CompletableFuture<Void> commitAsync() {
        checkOpen();
        fetched.finishTaken();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        assigned().loops().forEach(loop -> all.add(commits.commit(loop)));
        return ConnectionPool.bare(CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)));
    }

    /// What the group has stored: everything before is consumed. Empty when it has stored nothing.
    ///
    /// @throws SkylarkException when the broker does not answer
    public OptionalLong committed(MessageQueue queue) {
        access.brokers().queues(queue.topic());
        return access.brokers().stored(queue);
    }

    /// The offset of the next message that a poll would return of this queue, or from which on it would.
    ///
    /// @throws IllegalStateException when the queue is not this consumer's now, or not taken up yet and nothing was said
    ///     of where to begin
    public long position(MessageQueue queue) {
        OptionalLong sought = assigned().sought(queue);
        if (sought.isPresent()) {
            return sought.getAsLong();
        }
        PullLoop loop = loop(queue);
        return fetched.next(loop.progress(), loop.progress().end());
    }

    private PullLoop loop(MessageQueue queue) {
        PullLoop loop = assigned().loop(queue);
        if (loop == null) {
            throw new IllegalStateException(queue + (chosen.contains(queue)
                    ? " is assigned to this consumer, and not taken up yet"
                    : " is not assigned to this consumer now"));
        }
        return loop;
    }

    /// Goes on at another offset of a queue. The group's offset moves with the next commit. A queue that was assigned
    /// and is not taken up yet begins there.
    ///
    /// @throws IllegalStateException when the queue is not this consumer's now, as it is before the group has shared the
    ///     queues; or the consumer is closed
    public void seek(MessageQueue queue, long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offsets begin with 0, not " + offset);
        }
        checkMine(queue);
        if (chosen.contains(queue)) {
            assigned().seekSoon(queue, offset);
        } else {
            loop(queue).seek(offset);
        }
    }

    private void checkMine(MessageQueue queue) {
        checkOpen();
        if (!chosen.contains(queue)) {
            loop(queue);
        }
    }

    /// As [#seek(MessageQueue, long)], to the oldest message there is.
    ///
    /// @throws SkylarkException when the broker does not answer
    public void seekToBegin(MessageQueue queue) {
        seek(queue, brokersOf(queue).minOffset(queue));
    }

    /// As [#seek(MessageQueue, long)], to the next message to come.
    ///
    /// @throws SkylarkException when the broker does not answer
    public void seekToEnd(MessageQueue queue) {
        seek(queue, brokersOf(queue).maxOffset(queue));
    }

    /// As [#seek(MessageQueue, long)], to the first message stored at or after a time.
    ///
    /// @throws SkylarkException when the broker does not answer
    public void seekToTimestamp(MessageQueue queue, Instant time) {
        seek(queue, brokersOf(queue).offsetAt(queue, time));
    }

    /// Brokers are found by the routes of their topics.
    private GroupBrokers brokersOf(MessageQueue queue) {
        checkMine(queue);
        access.brokers().queues(queue.topic());
        return access.brokers();
    }

    /// Returns no messages of these queues until they are resumed. The consumer keeps them; queues of its topics that
    /// it does not have now are paused when they come.
    ///
    /// @throws IllegalArgumentException when a queue is of a topic that this consumer does not subscribe to, or is not
    ///     assigned to it
    /// @throws IllegalStateException when the consumer is closed
    public void pause(Collection<MessageQueue> queues) {
        checkPossible(queues);
        queues.forEach(assigned()::pause);
    }

    /// @throws IllegalArgumentException as [#pause(Collection)]
    /// @throws IllegalStateException when the consumer is closed
    public void resume(Collection<MessageQueue> queues) {
        checkPossible(queues);
        queues.forEach(assigned()::resume);
        fetched.wake();
    }

    private void checkPossible(Collection<MessageQueue> queues) {
        checkOpen();
        Set<String> topics = config.group().subscriptions().keySet();
        for (MessageQueue queue : queues) {
            if (!topics.contains(queue.topic()) && !chosen.contains(queue)) {
                throw new IllegalArgumentException(topics.isEmpty()
                        ? queue + " is not assigned to this consumer"
                        : "group " + group() + " does not subscribe to topic " + queue.topic());
            }
        }
    }

    /// Leaves the group; a poll that waits comes back empty. Stores offsets if this consumer commits by itself.
    ///
    /// @throws IllegalStateException on a thread that brings results, as other calls that block; nothing is closed
    @Override
    public void close() {
        session.pool().checkMayBlock();
        fetched.close();
        if (config.autoCommit() != null) {
            fetched.finishTaken();
        }
        member.close(this, () -> {});
    }
}
