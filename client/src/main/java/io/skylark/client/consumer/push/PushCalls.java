package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Assignment;
import io.skylark.client.consumer.group.Locks;
import io.skylark.client.consumer.group.PullLoop;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.client.session.ConsumerCalls;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.Version;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.ClientCalls.Consumed;
import io.skylark.protocol.api.ClientCalls.Result;
import io.skylark.protocol.api.ClientCalls.Running;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what tools ask of a push consumer. The names of properties are those that RocketMQ's tools look for.
final class PushCalls implements ConsumerCalls.Target {
    private static final Logger LOG = LoggerFactory.getLogger(PushCalls.class);

    private static final int MEBIBYTE = 1024 * 1024;

    private final ClientSession session;
    private final PushConfig config;
    private final Assignment assignment;
    private final Locks locks;
    private final Listening listening;
    private final ConsumeThreads threads;
    private final long version;

    /// @param version of the subscriptions
    PushCalls(
            ClientSession session,
            PushConfig config,
            Assignment assignment,
            Locks locks,
            Listening listening,
            ConsumeThreads threads,
            long version) {
        this.session = session;
        this.config = config;
        this.assignment = assignment;
        this.locks = locks;
        this.listening = listening;
        this.threads = threads;
        this.version = version;
    }

    @Override
    public void move(Map<MessageQueue, Long> offsets) {
        offsets.forEach((queue, offset) -> {
            if (assignment.loop(queue) == null) {
                return;
            }
            var unused = assignment.seek(queue, offset).exceptionally(failure -> {
                LOG.warn("The offset {} of {} is not stored yet: {}", offset, queue, failure.getMessage());
                return null;
            });
        });
    }

    @Override
    public Map<MessageQueue, Long> offsets(String topic) {
        return assignment.loops().stream()
                .filter(loop -> loop.queue().topic().equals(topic))
                .collect(Collectors.toMap(PullLoop::queue, PullLoop::commitOffset));
    }

    @Override
    public CompletableFuture<Running> describe(boolean stacks) {
        return CompletableFuture.supplyAsync(() -> running(stacks));
    }

    private Running running(boolean stacks) {
        Map<MessageQueue, ClientCalls.QueueState> queues = new LinkedHashMap<>();
        assignment.loops().forEach(loop -> queues.put(loop.queue(), state(loop)));
        Map<String, ClientCalls.TopicState> topics = new LinkedHashMap<>();
        config.group().topics().forEach(topic -> topics.put(topic, state(topic)));
        return new Running(
                stacks ? stacks() : null, queues, Map.of(), properties(), topics,
                config.group().subscriptionData(version), Map.of());
    }

    private ClientCalls.QueueState state(PullLoop loop) {
        QueueProgress.State held = loop.progress().state();
        boolean locked = config.ordered() && locks.holds(loop.queue());
        long lastLock = locks.age(loop.queue()).map(age -> session.clock().millis() - age.toMillis()).orElse(0L);
        return new ClientCalls.QueueState(
                loop.commitOffset(), held.first(), held.last(), held.messages(), (int) (held.bytes() / MEBIBYTE),
                0, 0, 0, locked, 0, lastLock, loop.progress().isDropped(), loop.lastPullMillis(),
                loop.progress().lastConsumedMillis());
    }

    /// Averages since the consumer started.
    private ClientCalls.TopicState state(String topic) {
        Listening.Meter meter = listening.meter(topic);
        double seconds = Math.max(1, (session.clock().millis() - version) / 1000.0);
        double calls = Math.max(1, meter.calls.sum());
        long consumed = meter.consumed.sum();
        long failed = meter.failed.sum();
        return new ClientCalls.TopicState(
                0, (consumed + failed) / seconds, meter.nanos.sum() / calls / 1e6, consumed / seconds,
                failed / seconds, failed);
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("PROP_NAMESERVER_ADDR", String.join(";", session.config().nameServers()));
        properties.put("PROP_CONSUME_TYPE", config.group().consumeType().name());
        properties.put("PROP_CONSUMEORDERLY", Boolean.toString(config.ordered()));
        properties.put("PROP_THREADPOOL_CORE_SIZE", Integer.toString(config.threads()));
        properties.put("PROP_CONSUMER_START_TIMESTAMP", Long.toString(version));
        properties.put("PROP_CLIENT_VERSION", Version.CURRENT_NAME);
        properties.put("consumerGroup", config.group().group());
        properties.put("messageModel", config.group().isBroadcast() ? "BROADCASTING" : "CLUSTERING");
        properties.put("consumeFromWhere", config.group().startFrom().where().name());
        properties.put("consumeMessageBatchMaxSize", Integer.toString(config.batchSize()));
        properties.put("maxReconsumeTimes", Integer.toString(config.group().maxAttempts()));
        properties.put("pullBatchSize", Integer.toString(config.group().pullBatch()));
        properties.put("pullThresholdForQueue", Integer.toString(config.group().limits().messages()));
        return properties;
    }

    private static String stacks() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            text.append(thread.getName()).append("  TID: ").append(thread.getId())
                    .append(" STATE: ").append(thread.getState()).append('\n');
            for (StackTraceElement frame : frames) {
                text.append("    ").append(frame).append('\n');
            }
            text.append('\n');
        });
        return text.toString();
    }

    @Override
    public CompletableFuture<Consumed> consume(EncodedMessage message, String brokerName) {
        CompletableFuture<Consumed> result = new CompletableFuture<>();
        MessageQueue queue = new MessageQueue(message.topic(), brokerName, message.queueId());
        ReceivedMessage received = ReceivedMessage.of(message, queue, ReceivedMessage.Delivery.PLAIN);
        if (!threads.execute(() -> result.complete(consume(received)))) {
            result.completeExceptionally(new IllegalStateException("the consumer is closing"));
        }
        return result;
    }

    private Consumed consume(ReceivedMessage message) {
        long start = System.nanoTime();
        Result result;
        String remark = null;
        try {
            ConsumeOutcome outcome = listening.call(List.of(message));
            result = outcome == null
                    ? Result.CR_RETURN_NULL
                    : outcome == ConsumeOutcome.SUCCESS ? Result.CR_SUCCESS : Result.CR_LATER;
        } catch (Throwable failure) {
            LOG.warn("The listener failed with message {}, which a tool sent", message.messageId(), failure);
            result = Result.CR_THROW_EXCEPTION;
            remark = String.valueOf(failure);
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return new Consumed(config.ordered(), true, result, remark, millis);
    }
}
