package io.skylark.client.consumer;

import io.skylark.client.error.SkylarkException;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// What a member of a consumer group asks of name servers and brokers. Blocking calls throw a [SkylarkException] when
/// there is no answer.
interface GroupBrokers {
    /// @param offset where to pull from
    /// @param commitOffset everything before is consumed
    /// @param brokerId the replica to ask
    record PullFrom(MessageQueue queue, long offset, long commitOffset, long brokerId) {}

    /// The queues of a topic; empty while the topic does not exist.
    List<MessageQueue> queues(String topic);

    /// Tells the brokers that do not know it yet that this client is a member, and waits for their answers.
    void join();

    /// Tells all brokers, and does not wait.
    void beat();

    /// The client ids of the members that read a topic.
    List<String> members(String topic);

    /// Held by the broker for a while when there is nothing. Fails with a [SkylarkException].
    CompletableFuture<PullAnswer> pull(PullFrom from);

    /// Empty when the group has none for this queue.
    OptionalLong storedOffset(MessageQueue queue);

    long maxOffset(MessageQueue queue);

    long offsetAt(MessageQueue queue, Instant time);

    CompletableFuture<Void> commit(MessageQueue queue, long offset);

    /// Returns a message, so that the group gets it again later.
    void sendBack(MessageQueue queue, StoredMessage message);
}
