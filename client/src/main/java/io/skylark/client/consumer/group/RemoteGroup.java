package io.skylark.client.consumer.group;

import io.skylark.client.consumer.Filter;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// [GroupBrokers] over the network.
final class RemoteGroup implements GroupBrokers {
    private static final long MASTER = 0;

    private final ClientSession session;
    private final GroupConfig config;
    private final long subscriptionVersion;
    private final Duration timeout;
    private final RemoteLocks locks;
    private final RetrySends retries;

    /// @param subscriptionVersion as the heartbeats say
    RemoteGroup(ClientSession session, GroupConfig config, long subscriptionVersion) {
        this.session = session;
        this.config = config;
        this.subscriptionVersion = subscriptionVersion;
        this.timeout = session.config().requestTimeout();
        this.locks = new RemoteLocks(session, config.group());
        this.retries = new RetrySends(session, config.group(), config.maxAttempts());
    }

    @Override
    public List<MessageQueue> queues(String topic) {
        return session.routes().toRead(topic);
    }

    @Override
    public void join() {
        ConnectionPool.outcome(session.heartbeats().beatToUninformed());
    }

    @Override
    public void beat() {
        var unused = session.heartbeats().beat();
    }

    /// The first of the topic's brokers that answers is believed, so that one that hangs keeps nobody from the queues
    /// of the others. All members ask in the same order.
    @Override
    public List<String> members(String topic) {
        SkylarkException failure = null;
        List<MessageQueue> queues = session.routes().toRead(topic);
        for (String broker : queues.stream().map(MessageQueue::brokerName).distinct().toList()) {
            try {
                return membersAt(session.routes().address(broker, MASTER));
            } catch (SkylarkException noAnswer) {
                if (Thread.currentThread().isInterrupted()) {
                    throw noAnswer;
                }
                failure = noAnswer;
            }
        }
        throw failure == null ? noBroker(topic) : failure;
    }

    private List<String> membersAt(String server) {
        Command request = ConsumerGroup.MEMBERS.request(new ConsumerGroup.Group(config.group()));
        Command answer = session.pool().demand("The members of group " + config.group(), server, request, timeout);
        return Json.decode(answer.body(), ConsumerGroup.Members.class).consumerIdList();
    }

    private static SkylarkException noBroker(String topic) {
        return new UnreachableException("No broker lets read topic " + topic + " now", null, null, null);
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
        boolean commits = fromMaster && from.commitOffset() > 0 && config.kind() == GroupConfig.Kind.PUSH;
        // Members that are asked for messages say what they want; of the others the broker knows it by heartbeat.
        boolean says = config.kind() == GroupConfig.Kind.PULL;
        Filter wanted = config.wanted(queue.topic());
        PullMessage.Request header = new PullMessage.Request(
                config.group(),
                queue.topic(),
                queue.queueId(),
                from.offset(),
                config.pullBatch(),
                PullMessage.FLAG_SUSPEND
                        | (commits ? PullMessage.FLAG_COMMIT_OFFSET : 0)
                        | (says ? PullMessage.FLAG_SUBSCRIPTION : 0),
                commits ? from.commitOffset() : 0,
                PULL_HOLD.toMillis(),
                says ? wanted.text() : null,
                subscriptionVersion,
                wanted.type(),
                PULL_BYTES);
        return session.pool()
                .callAsync(server, PullMessage.API.request(header), PULL_TIMEOUT)
                .thenApply(answer -> PullAnswer.of(answer, queue.topic(), server));
    }

    @Override
    public OptionalLong stored(MessageQueue queue) {
        return stored(queue, false);
    }

    @Override
    public OptionalLong storedOrYoung(MessageQueue queue) {
        return stored(queue, null);
    }

    /// @param zeroIfYoung false for what was stored and nothing else, which brokers before 5.0 do not know; null for the
    ///     broker's ways
    private OptionalLong stored(MessageQueue queue, @Nullable Boolean zeroIfYoung) {
        String server = session.routes().address(queue.brokerName(), MASTER);
        Command answer = session.pool().call(
                server,
                ConsumerOffset.QUERY.request(
                        new ConsumerOffset.Query(config.group(), queue.topic(), queue.queueId(), zeroIfYoung)),
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
    public long minOffset(MessageQueue queue) {
        return edge(queue, "The beginning of ", QueueOffsets.MIN);
    }

    @Override
    public long maxOffset(MessageQueue queue) {
        return edge(queue, "The end of ", QueueOffsets.MAX);
    }

    private long edge(MessageQueue queue, String what, Api<QueueOffsets.Queue, QueueOffsets.Offset> api) {
        Command answer = session.pool().demand(
                what + queue,
                session.routes().address(queue.brokerName(), MASTER),
                api.request(new QueueOffsets.Queue(queue.topic(), queue.queueId())),
                timeout);
        return api.decodeResponse(answer).offset();
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
    public CompletableFuture<Void> store(MessageQueue queue, long offset) {
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
    public void sendBack(MessageQueue queue, EncodedMessage message, Fate fate) {
        retries.handBack(queue, message, fate);
    }

    @Override
    public LockAnswer lock(Set<MessageQueue> queues) {
        return locks.lock(queues);
    }

    @Override
    public CompletableFuture<Void> unlock(Set<MessageQueue> queues) {
        return locks.unlock(queues);
    }

    @Override
    public void checkFilters() {
        config.subscriptions().forEach((topic, wanted) -> {
            List<MessageQueue> queues = wanted.isSql() ? session.routes().toRead(topic) : List.of();
            if (queues.isEmpty()) {
                return;
            }
            Heartbeat.Proposal proposal = new Heartbeat.Proposal(
                    session.clientId(), config.group(), wanted.subscription(topic, subscriptionVersion), "");
            var unused = session.pool().demand(
                    "The filter " + wanted.text(),
                    session.routes().master(queues.get(0).brokerName()),
                    Heartbeat.CHECK.request(Empty.EMPTY, ByteBuffer.wrap(Json.encode(proposal))),
                    timeout);
        });
    }
}
