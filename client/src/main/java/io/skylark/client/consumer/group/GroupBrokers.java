package io.skylark.client.consumer.group;

import io.skylark.client.error.SkylarkException;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// What a member of a consumer group asks of name servers and brokers. Blocking calls throw a [SkylarkException] when
/// there is no answer. As [Offsets] these are the group's offsets at the brokers.
public interface GroupBrokers extends Offsets {
    /// How long a broker holds a pull that finds nothing.
    Duration PULL_HOLD = Duration.ofSeconds(15);

    /// How long the answer to a pull is waited for.
    Duration PULL_TIMEOUT = Duration.ofSeconds(30);

    /// How many bytes of messages one pull asks for.
    int PULL_BYTES = 256 * 1024;

    /// @param offset where to pull from
    /// @param commitOffset everything before is consumed
    /// @param brokerId the replica to ask
    record PullFrom(MessageQueue queue, long offset, long commitOffset, long brokerId) {}

    /// What brokers say to a wish for locks. The queues of those that do not answer are in neither.
    ///
    /// @param granted the member holds them now
    /// @param refused another member holds them
    record LockAnswer(Set<MessageQueue> granted, Set<MessageQueue> refused) {}

    /// What is to become of a message that was not consumed.
    enum Fate {
        /// The group gets it again, each attempt later than the one before; after the last it is a dead letter.
        RETRY,

        DEAD_LETTER
    }

    /// Asks a broker of each topic whether it can filter as the subscriptions say; a topic that does not exist yet is
    /// passed over.
    void checkFilters();

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

    long minOffset(MessageQueue queue);

    long maxOffset(MessageQueue queue);

    long offsetAt(MessageQueue queue, Instant time);

    /// Hands a message to a broker that this member did not consume.
    void sendBack(MessageQueue queue, EncodedMessage message, Fate fate);

    /// Locks queues for this member.
    LockAnswer lock(Set<MessageQueue> queues);

    CompletableFuture<Void> unlock(Set<MessageQueue> queues);
}
