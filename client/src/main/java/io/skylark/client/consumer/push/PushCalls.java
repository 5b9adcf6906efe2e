package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Assignment;
import io.skylark.client.consumer.group.Locks;
import io.skylark.client.consumer.group.MemberState;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.client.session.ConsumerCalls;
import io.skylark.message.EncodedMessage;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what tools ask of a push consumer.
final class PushCalls implements ConsumerCalls.Target {
    private static final Logger LOG = LoggerFactory.getLogger(PushCalls.class);

    private final ClientSession session;
    private final PushConfig config;
    private final MemberState state;
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
        this.state = new MemberState(session, config.group(), assignment, version);
        this.locks = locks;
        this.listening = listening;
        this.threads = threads;
        this.version = version;
    }

    @Override
    public void move(Map<MessageQueue, Long> offsets) {
        state.move(offsets);
    }

    @Override
    public Map<MessageQueue, Long> offsets(String topic) {
        return state.offsets(topic);
    }

    @Override
    public CompletableFuture<Running> describe(boolean stacks) {
        return CompletableFuture.supplyAsync(() -> running(stacks));
    }

    private Running running(boolean stacks) {
        Map<String, ClientCalls.TopicState> topics = new LinkedHashMap<>();
        config.group().topics().forEach(topic -> topics.put(topic, state(topic)));
        return state.running(stacks ? stacks() : null,
                state.queues(queue -> config.ordered() && locks.holds(queue), this::lockedMillis), properties(), topics);
    }

    private long lockedMillis(MessageQueue queue) {
        return locks.age(queue).map(age -> session.clock().millis() - age.toMillis()).orElse(0L);
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
        Map<String, String> properties = state.properties(config.ordered(), config.threads());
        properties.put("messageModel", config.group().isBroadcast() ? "BROADCASTING" : "CLUSTERING");
        properties.put("consumeFromWhere", config.group().startFrom().where().name());
        properties.put("consumeMessageBatchMaxSize", Integer.toString(config.batchSize()));
        properties.put("maxReconsumeTimes", Integer.toString(config.group().maxReconsumeTimes()));
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
            result.completeExceptionally(
                    new IllegalStateException("the consumer is closing, or its executor takes no more"));
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
