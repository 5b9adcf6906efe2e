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

    Lanes(ClientSession session, ProducerConfig config) {
        this.session = session;
        this.config = config;
        Batching chosen = config.batching();
        this.batching = chosen == null ? ALONE : chosen;
    }

    /// Whether a message goes by a lane, and not by itself.
    boolean wants(Message message) {
        return !message.shardingKey().isEmpty() || (config.batching() != null && fitsIntoBatch(message));
    }

    private boolean fitsIntoBatch(Message message) {
        return config.batching() != null
                && !message.isDelayed()
                && message.sizeBytes() < Math.min(config.compression().threshold(), batching.maxBytes());
    }

    /// @throws io.skylark.client.error.MessageRejectedException when the message cannot travel
    CompletableFuture<SendReceipt> send(Message message, String messageId, Publishing publishing) {
        byte[] inner = fitsIntoBatch(message)
                ? OutgoingMessage.encodeInner(message, messageId, config.maxBodyBytes())
                : null;
        String shardingKey = message.shardingKey();
        MessageQueue queue = shardingKey.isEmpty() ? null : publishing.ofKey(shardingKey);
        Lane lane = lanes.computeIfAbsent(new Key(message.topic(), queue), key ->
                new Lane(session, config, batching, key.topic, key.queue, publishing));
        CompletableFuture<SendReceipt> result = new CompletableFuture<>();
        lane.add(new Lane.Waiting(message, messageId, inner, result), publishing);
        return result;
    }

    /// What waits for company is sent now.
    void flush() {
        lanes.values().forEach(Lane::flush);
    }
}
