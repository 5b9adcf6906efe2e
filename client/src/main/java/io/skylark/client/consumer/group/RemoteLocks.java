package io.skylark.client.consumer.group;

import io.skylark.client.consumer.group.GroupBrokers.LockAnswer;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.QueueLocks;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.header.Api;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks brokers for locks of queues. Shared.
final class RemoteLocks {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteLocks.class);

    private final ClientSession session;
    private final String group;

    RemoteLocks(ClientSession session, String group) {
        this.session = session;
        this.group = group;
    }

    /// A wish for locks of one broker.
    private record Asked(String broker, Set<MessageQueue> queues, CompletableFuture<Set<MessageQueue>> locked) {}

    /// Blocks, no longer than the slowest broker.
    LockAnswer lock(Set<MessageQueue> queues) {
        List<Asked> asked = new ArrayList<>();
        byBroker(queues).forEach((broker, some) -> asked.add(new Asked(broker, some, lockAt(broker, some))));
        Set<MessageQueue> granted = new HashSet<>();
        Set<MessageQueue> refused = new HashSet<>();
        for (Asked each : asked) {
            try {
                Set<MessageQueue> locked = ConnectionPool.outcome(each.locked);
                each.queues.forEach(queue -> (locked.contains(queue) ? granted : refused).add(queue));
            } catch (SkylarkException failure) {
                LOG.warn("Queues of {} are not locked: {}", each.broker, failure.getMessage());
            }
        }
        return new LockAnswer(granted, refused);
    }

    private CompletableFuture<Set<MessageQueue>> lockAt(String broker, Set<MessageQueue> queues) {
        String server;
        try {
            server = session.routes().master(broker);
        } catch (SkylarkException gone) {
            return CompletableFuture.failedFuture(gone);
        }
        Command request = request(QueueLocks.LOCK, queues);
        return session.pool().callAsync(server, request, session.config().requestTimeout()).thenApply(answer -> {
            if (answer.code() != ResponseCode.SUCCESS) {
                throw RefusedException.of("The locks of group " + group, server, request, answer);
            }
            return Json.decode(answer.body(), QueueLocks.Locked.class).lockOKMQSet();
        });
    }

    CompletableFuture<Void> unlock(Set<MessageQueue> queues) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        byBroker(queues).forEach((broker, some) -> {
            try {
                answers.add(session.pool().callAsync(
                        session.routes().master(broker),
                        request(QueueLocks.UNLOCK, some),
                        session.config().requestTimeout()));
            } catch (SkylarkException gone) {
                answers.add(CompletableFuture.failedFuture(gone));
            }
        });
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    }

    private static Map<String, Set<MessageQueue>> byBroker(Set<MessageQueue> queues) {
        return queues.stream().collect(Collectors.groupingBy(MessageQueue::brokerName, Collectors.toSet()));
    }

    private Command request(Api<Empty, Empty> api, Set<MessageQueue> queues) {
        QueueLocks.Request body = new QueueLocks.Request(session.clientId(), group, queues, false);
        return api.request(Empty.EMPTY, ByteBuffer.wrap(Json.encode(body)));
    }
}
