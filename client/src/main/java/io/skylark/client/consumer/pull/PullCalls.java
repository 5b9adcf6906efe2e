package io.skylark.client.consumer.pull;

import io.skylark.client.consumer.group.Assignment;
import io.skylark.client.consumer.group.PullLoop;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.client.session.ClientSession;
import io.skylark.client.session.ConsumerCalls;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.Version;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.body.MessageQueue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what tools ask of a pull consumer.
final class PullCalls implements ConsumerCalls.Target {
    private static final Logger LOG = LoggerFactory.getLogger(PullCalls.class);

    private static final int MEBIBYTE = 1024 * 1024;

    private final ClientSession session;
    private final PullConfig config;
    private final Assignment assignment;
    private final long version;

    PullCalls(ClientSession session, PullConfig config, Assignment assignment, long version) {
        this.session = session;
        this.config = config;
        this.assignment = assignment;
        this.version = version;
    }

    @Override
    public void move(Map<MessageQueue, Long> offsets) {
        offsets.forEach((queue, offset) -> {
            if (assignment.loop(queue) != null) {
                var unused = assignment.seek(queue, offset).exceptionally(failure -> {
                    LOG.warn("The offset {} of {} is not stored yet: {}", offset, queue, failure.getMessage());
                    return null;
                });
            }
        });
    }

    @Override
    public Map<MessageQueue, Long> offsets(String topic) {
        return assignment.loops().stream()
                .filter(loop -> loop.queue().topic().equals(topic))
                .collect(Collectors.toMap(PullLoop::queue, PullLoop::commitOffset));
    }

    @Override
    public CompletableFuture<ClientCalls.Running> describe(boolean stacks) {
        Map<MessageQueue, ClientCalls.QueueState> queues = new LinkedHashMap<>();
        for (PullLoop loop : assignment.loops()) {
            QueueProgress.State held = loop.progress().state();
            queues.put(loop.queue(), new ClientCalls.QueueState(
                    loop.commitOffset(), held.first(), held.last(), held.messages(), (int) (held.bytes() / MEBIBYTE),
                    0, 0, 0, false, 0, 0, false, loop.lastPullMillis(),
                    loop.progress().lastConsumedMillis()));
        }
        Map<String, String> properties = Map.of(
                "PROP_NAMESERVER_ADDR", String.join(";", session.config().nameServers()),
                "PROP_CONSUME_TYPE", config.group().consumeType().name(),
                "PROP_CONSUMEORDERLY", "false",
                "PROP_THREADPOOL_CORE_SIZE", "0",
                "PROP_CONSUMER_START_TIMESTAMP", Long.toString(version),
                "PROP_CLIENT_VERSION", Version.CURRENT_NAME,
                "consumerGroup", config.group().group());
        return CompletableFuture.completedFuture(new ClientCalls.Running(
                null, queues, Map.of(), properties, Map.of(), config.group().subscriptionData(version), Map.of()));
    }

    @Override
    public CompletableFuture<ClientCalls.Consumed> consume(EncodedMessage message, String brokerName) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException(
                "group " + config.group().group() + " has no listener: it pulls"));
    }
}
