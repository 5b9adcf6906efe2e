package io.skylark.client.consumer;

import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.SendBack;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// [GroupBrokers] over the network.
final class RemoteGroup implements GroupBrokers {
    /// How long a broker holds a pull that finds nothing.
    static final Duration PULL_HOLD = Duration.ofSeconds(15);

    /// How long the answer to a pull is waited for.
    static final Duration PULL_TIMEOUT = Duration.ofSeconds(30);

    /// How many bytes of messages one pull asks for.
    static final int PULL_BYTES = 256 * 1024;

    private static final long MASTER = 0;

    /// Lets the broker choose the pause before the next attempt, longer each time.
    private static final int PAUSE_BY_BROKER = 0;

    /// Where brokers send messages to the dead letters when nobody says otherwise.
    private static final int STANDARD_MAX_ATTEMPTS = 16;

    private final ClientSession session;
    private final ConsumerConfig config;
    private final long subscriptionVersion;
    private final Duration timeout;

    /// @param subscriptionVersion as the heartbeats say
    RemoteGroup(ClientSession session, ConsumerConfig config, long subscriptionVersion) {
        this.session = session;
        this.config = config;
        this.subscriptionVersion = subscriptionVersion;
        this.timeout = session.config().requestTimeout();
    }

    @Override
    public List<MessageQueue> queues(String topic) {
        return session.routes().toRead(topic);
    }

    @Override
    public void join() {
        ConnectionPool.await(session.heartbeats().beatToUninformed());
    }

    @Override
    public void beat() {
        var unused = session.heartbeats().beat();
    }

    @Override
    public List<String> members(String topic) {
        String broker = session.routes().toRead(topic).get(0).brokerName();
        String server = session.routes().address(broker, MASTER);
        Command request = ConsumerGroup.MEMBERS.request(new ConsumerGroup.Group(config.group()));
        Command answer = session.pool().demand("The members of group " + config.group(), server, request, timeout);
        return Json.decode(answer.body(), ConsumerGroup.Members.class).consumerIdList();
    }

    @Override
    public CompletableFuture<PullAnswer> pull(PullFrom from) {
        MessageQueue queue = from.queue();
        Map<Long, String> addresses = session.routes().broker(queue.brokerName());
        boolean fromMaster = from.brokerId() == MASTER || !addresses.containsKey(from.brokerId());
        String server;
        try {
            server = session.routes().address(queue.brokerName(), from.brokerId());
        } catch (SkylarkException gone) {
            return CompletableFuture.failedFuture(gone);
        }
        boolean commits = fromMaster && from.commitOffset() > 0;
        PullMessage.Request header = new PullMessage.Request(
                config.group(),
                queue.topic(),
                queue.queueId(),
                from.offset(),
                config.pullBatch(),
                PullMessage.FLAG_SUSPEND | (commits ? PullMessage.FLAG_COMMIT_OFFSET : 0),
                commits ? from.commitOffset() : 0,
                PULL_HOLD.toMillis(),
                null,
                subscriptionVersion,
                SubscriptionData.TAG,
                PULL_BYTES);
        return session.pool()
                .callAsync(server, PullMessage.API.request(header), PULL_TIMEOUT)
                .thenApply(answer -> PullAnswer.of(answer, queue.topic(), server));
    }

    @Override
    public OptionalLong storedOffset(MessageQueue queue) {
        String server = session.routes().address(queue.brokerName(), MASTER);
        Command answer = session.pool().call(
                server,
                ConsumerOffset.QUERY.request(
                        new ConsumerOffset.Query(config.group(), queue.topic(), queue.queueId(), null)),
                timeout);
        if (answer.code() == ResponseCode.QUERY_NOT_FOUND) {
            return OptionalLong.empty();
        }
        if (answer.code() != ResponseCode.SUCCESS) {
            throw RefusedException.of("The offset of group " + config.group(), server, answer);
        }
        return OptionalLong.of(ConsumerOffset.QUERY.decodeResponse(answer).offset());
    }

    @Override
    public long maxOffset(MessageQueue queue) {
        Command answer = session.pool().demand(
                "The end of " + queue,
                session.routes().master(queue.brokerName()),
                QueueOffsets.MAX.request(new QueueOffsets.Queue(queue.topic(), queue.queueId())),
                timeout);
        return QueueOffsets.MAX.decodeResponse(answer).offset();
    }

    @Override
    public long offsetAt(MessageQueue queue, Instant time) {
        Command answer = session.pool().demand(
                "The offset of " + queue + " at " + time,
                session.routes().master(queue.brokerName()),
                QueueOffsets.SEARCH.request(
                        new QueueOffsets.ByTime(queue.topic(), queue.queueId(), time.toEpochMilli(), null)),
                timeout);
        return QueueOffsets.SEARCH.decodeResponse(answer).offset();
    }

    @Override
    public CompletableFuture<Void> commit(MessageQueue queue, long offset) {
        String server;
        try {
            server = session.routes().master(queue.brokerName());
        } catch (SkylarkException gone) {
            return CompletableFuture.failedFuture(gone);
        }
        Command request = ConsumerOffset.UPDATE.request(
                new ConsumerOffset.Update(config.group(), queue.topic(), queue.queueId(), offset));
        return session.pool().callAsync(server, request, timeout).thenAccept(answer -> {
            if (answer.code() != ResponseCode.SUCCESS) {
                throw RefusedException.of("The offset of group " + config.group(), server, answer);
            }
        });
    }

    @Override
    public void sendBack(MessageQueue queue, StoredMessage message) {
        String id = ReceivedMessage.idOf(message);
        int maxAttempts =
                config.maxAttempts() == ConsumerConfig.BROKER_DECIDES ? STANDARD_MAX_ATTEMPTS : config.maxAttempts();
        SendBack.Request header = new SendBack.Request(
                message.position(), config.group(), PAUSE_BY_BROKER, id, ReceivedMessage.topicOf(message), maxAttempts);
        var unused = session.pool().demand(
                "Returning message " + id,
                session.routes().master(queue.brokerName()),
                SendBack.API.request(header),
                timeout);
    }
}
