package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Assignment;
import io.skylark.client.consumer.group.GroupAccess;
import io.skylark.client.consumer.group.Member;
import io.skylark.client.consumer.group.PullLoop;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A member of a consumer group whose listener is called: the group's members share the queues of their topics, and
/// each message goes to one of them, or with broadcasting to all. Every message is consumed at least once: after a
/// crash, a rebalancing or a failure some come again. Shared by all threads.
public final class PushConsumer implements AutoCloseable {
    private final ClientSession session;
    private final PushConfig config;
    private final GroupAccess access;
    private final ConsumeThreads threads;
    private final Delivering deliveries;
    private final Member member;
    private final PushCalls calls;

    /// Starts no thread yet.
    PushConsumer(ClientSession session, PushConfig config, GroupAccess access, BatchListener listener) {
        this.session = session;
        this.config = config;
        this.access = access;
        this.threads = new ConsumeThreads(config);
        Listening listening = new Listening(config, listener, threads);
        this.deliveries = config.ordered()
                ? new OrderedDeliveries(config, listening, access.brokers(), access.coordinator(), threads,
                        access.locks()::holds, session.clock())
                : new Deliveries(config, listening, access.brokers(), access.coordinator(), threads,
                        session.clock());
        this.member = new Member(session, access, deliveries);
        this.calls = new PushCalls(
                session, config, member.assignment(), access.locks(), listening, threads, access.version());
    }

    void start() {
        member.start(this, calls, true);
    }

    public String group() {
        return config.group().group();
    }

    /// The queues that this consumer has now.
    public Set<MessageQueue> assignment() {
        return assigned().loops().stream().map(PullLoop::queue).collect(Collectors.toUnmodifiableSet());
    }

    private Assignment assigned() {
        return member.assignment();
    }

    /// Pulls no more messages of a topic until [#resume(String)]; those that were pulled are still consumed. The
    /// consumer keeps its queues; those that come later are paused, too.
    ///
    /// @throws IllegalArgumentException when the consumer does not subscribe to the topic
    /// @throws IllegalStateException when the consumer is closed
    public void pause(String topic) {
        checkPossible(topic);
        assigned().pause(topic);
    }

    /// As [#pause(String)], one queue, whether it is this consumer's now or comes later.
    public void pause(MessageQueue queue) {
        checkPossible(queue.topic());
        assigned().pause(queue);
    }

    /// Also ends pauses of single queues of the topic.
    ///
    /// @throws IllegalArgumentException when the consumer does not subscribe to the topic
    /// @throws IllegalStateException when the consumer is closed
    public void resume(String topic) {
        checkPossible(topic);
        assigned().resume(topic);
    }

    /// As [#resume(String)], one queue.
    public void resume(MessageQueue queue) {
        checkPossible(queue.topic());
        assigned().resume(queue);
    }

    private void checkPossible(String topic) {
        if (member.isClosed()) {
            throw new IllegalStateException("the consumer of group " + group() + " is closed");
        }
        if (!config.group().topics().contains(topic)) {
            throw new IllegalArgumentException("group " + group() + " does not subscribe to topic " + topic);
        }
    }

    /// Goes on at another offset of a queue, and stores that as the group's. What the listener has at that moment it
    /// consumes.
    ///
    /// @throws IllegalArgumentException when the consumer does not subscribe to the queue's topic
    /// @throws IllegalStateException when the queue is not this consumer's now, or the consumer is closed
    /// @throws SkylarkException when the offset could not be stored; consumption goes on there all the same
    public void seek(MessageQueue queue, long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offsets begin with 0, not " + offset);
        }
        checkPossible(queue.topic());
        session.pool().await(() -> assigned().seek(queue, offset));
    }

    /// As [#seek(MessageQueue, long)], in all queues of a topic that this consumer has now, to the first message
    /// stored at or after a time. Other members of the group do not move; nor does a consumer that has no queue of the
    /// topic yet, as in the moments after its start, see [#assignment()].
    public void seekToTimestamp(String topic, Instant time) {
        checkPossible(topic);
        List<MessageQueue> queues =
                assignment().stream().filter(queue -> queue.topic().equals(topic)).toList();
        for (MessageQueue queue : queues) {
            seek(queue, access.brokers().offsetAt(queue, time));
        }
    }

    /// Stops pulling, lets the listener end what it has begun, stores the offsets and leaves the group. What was pulled
    /// and not begun goes to the other members.
    ///
    /// Called by the listener, it cannot wait for the very call that calls it: the listener gets nothing more, and the
    /// rest happens in the background, when that call has ended. What it returns counts, unless the client was closed
    /// meanwhile: then its message comes again.
    ///
    /// @throws IllegalStateException on a thread that brings results, as other calls that block; nothing is closed
    @Override
    public void close() {
        if (threads.isCaller()) {
            assigned().stop();
            deliveries.stop();
            new Thread(this::leave, "skylark-close-" + group()).start();
        } else {
            leave();
        }
    }

    private void leave() {
        member.close(this, deliveries::close);
    }
}
