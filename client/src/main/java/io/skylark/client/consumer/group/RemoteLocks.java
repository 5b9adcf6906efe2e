package io.skylark.client.consumer.group;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.Command;
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

    /// Blocks. The locks of brokers that do not answer are not among those granted.
    Set<MessageQueue> lock(Set<MessageQueue> queues) {
        Set<MessageQueue> granted = new HashSet<>();
        byBroker(queues).forEach((broker, some) -> {
            try {
                Command answer = session.pool().demand(
                        "The locks of group " + group,
                        session.routes().master(broker),
                        request(QueueLocks.LOCK, some),
                        session.config().requestTimeout());
                granted.addAll(Json.decode(answer.body(), QueueLocks.Locked.class).lockOKMQSet());
            } catch (SkylarkException failure) {
                LOG.warn("Queues of {} are not locked: {}", broker, failure.getMessage());
            }
        });
        granted.retainAll(queues);
        return granted;
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
