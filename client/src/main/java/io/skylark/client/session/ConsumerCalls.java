package io.skylark.client.session;

import io.skylark.client.transport.ConnectionPool;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ClientCalls;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Hands what brokers and tools ask of consumers to the consumers of this client, by group. Shared by all threads.
public final class ConsumerCalls {
    /// A consumer as tools see it. Called on reader threads, must not block.
    public interface Target {
        /// Goes on elsewhere in those of the queues that it has.
        void move(Map<MessageQueue, Long> offsets);

        /// Offsets before which everything is consumed, of its queues of a topic.
        Map<MessageQueue, Long> offsets(String topic);

        /// What it is doing.
        ///
        /// @param stacks whether the stacks of all threads are wanted too
        CompletableFuture<ClientCalls.Running> describe(boolean stacks);

        /// Consumes one message out of turn; nothing is committed and nothing comes again.
        CompletableFuture<ClientCalls.Consumed> consume(EncodedMessage message, String brokerName);
    }

    private final Map<String, Target> consumers = new ConcurrentHashMap<>();

    ConsumerCalls(ConnectionPool pool) {
        pool.handle(OffsetReset.MOVE.code(), this::move);
        pool.handle(ClientCalls.STATUS_OF_CLIENT.code(), this::status);
        pool.handleLater(ClientCalls.RUNNING_STATE.code(), this::describe);
        pool.handleLater(ClientCalls.CONSUME.code(), this::consume);
    }

    public void register(String group, Target consumer) {
        consumers.put(group, consumer);
    }

    public void remove(String group) {
        consumers.remove(group);
    }

    private Command move(String server, Command request) {
        Target consumer = consumers.get(OffsetReset.MOVE.decodeRequest(request).group());
        if (consumer != null) {
            consumer.move(Json.decode(request.body(), OffsetReset.Offsets.class).offsetTable());
        }
        return Command.response(ResponseCode.SUCCESS, null);
    }

    private Command status(String server, Command request) {
        ClientCalls.Subscribed asked = ClientCalls.STATUS_OF_CLIENT.decodeRequest(request);
        Target consumer = consumers.get(asked.group());
        return consumer == null
                ? unknown(asked.group())
                : body(new ClientCalls.Status(Map.of(), consumer.offsets(asked.topic())));
    }

    private CompletableFuture<Command> describe(String server, Command request) {
        ClientCalls.RunningState asked = ClientCalls.RUNNING_STATE.decodeRequest(request);
        Target consumer = consumers.get(asked.consumerGroup());
        return consumer == null
                ? CompletableFuture.completedFuture(unknown(asked.consumerGroup()))
                : consumer.describe(Boolean.TRUE.equals(asked.jstackEnable())).thenApply(ConsumerCalls::body);
    }

    private CompletableFuture<Command> consume(String server, Command request) {
        ClientCalls.Consume asked = ClientCalls.CONSUME.decodeRequest(request);
        Target consumer = consumers.get(asked.consumerGroup());
        if (consumer == null) {
            return CompletableFuture.completedFuture(unknown(asked.consumerGroup()));
        }
        String broker = request.field("brokerName");
        return consumer
                .consume(EncodedMessage.read(request.body().duplicate()), broker == null ? "" : broker)
                .thenApply(ConsumerCalls::body);
    }

    private static Command unknown(String group) {
        return Command.response(
                ResponseCode.SYSTEM_ERROR, "The Consumer Group <" + group + "> not exist in this consumer");
    }

    private static Command body(Object value) {
        return Command.response(ResponseCode.SUCCESS, null).withBody(Json.encode(value));
    }
}
