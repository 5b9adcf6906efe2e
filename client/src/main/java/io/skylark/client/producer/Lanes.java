package io.skylark.client.producer;

import io.skylark.client.message.Message;
import io.skylark.client.message.OutgoingMessage;
import io.skylark.client.route.Publishing;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The lanes of a producer: one for each topic when messages are batched, and one for each queue to which sharding keys
/// lead. Shared by all senders.
final class Lanes {
    /// Without batching every message of a lane travels alone.
    private static final Batching ALONE = new Batching(1, 1, Duration.ZERO, Integer.MAX_VALUE);

    private record Key(String topic, @Nullable MessageQueue queue) {}

    private final ClientSession session;
    private final ProducerConfig config;
    private final Batching batching;
    private final Map<Key, Lane> lanes = new ConcurrentHashMap<>();
    private volatile boolean closing;

    Lanes(ClientSession session, ProducerConfig config) {
        this.session = session;
        this.config = config;
        Batching chosen = config.batching();
        this.batching = chosen == null ? ALONE : chosen;
    }

    /// Whether a message may travel with others.
    boolean fitsIntoBatch(Message message) {
        return config.batching() != null
                && !message.isDelayed()
                && message.sizeBytes() < Math.min(config.compression().threshold(), batching.maxBytes());
    }

    /// A message that fits into a batch.
    ///
    /// @throws io.skylark.client.error.MessageRejectedException when the message cannot travel
    CompletableFuture<SendReceipt> send(Message message, String messageId, Publishing publishing) {
        byte[] inner = OutgoingMessage.encodeInner(message, messageId, config.maxBodyBytes());
        CompletableFuture<SendReceipt> result = new CompletableFuture<>();
        add(message.topic(), message.shardingKey(), publishing, new Waiting.Part(
                message, messageId, inner, config.compression(), config.maxBodyBytes(), result));
        return result;
    }

    /// What travels alone, and if it has a sharding key in its turn with others of its queue.
    CompletableFuture<StoredMessages> sendAlone(OutgoingMessage message, String shardingKey, Publishing publishing) {
        if (shardingKey.isEmpty()) {
            return new SendAttempts(session, config, publishing, null, message).start();
        }
        CompletableFuture<StoredMessages> result = new CompletableFuture<>();
        add(message.topic(), shardingKey, publishing, new Waiting.Whole(message, result));
        return result;
    }

    private void add(String topic, String shardingKey, Publishing publishing, Waiting message) {
        MessageQueue queue = shardingKey.isEmpty() ? null : publishing.ofKey(shardingKey);
        Lane lane = lanes.computeIfAbsent(new Key(topic, queue), key ->
                new Lane(session, config, batching, key.topic, key.queue, publishing));
        lane.add(message, publishing);
        if (closing) {
            lane.close();
        }
    }

    /// What waits for company is sent now.
    void flush() {
        lanes.values().forEach(Lane::flush);
    }

    /// Nothing waits for company any more.
    void close() {
        closing = true;
        lanes.values().forEach(Lane::close);
    }
}
