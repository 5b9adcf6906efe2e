package io.skylark.client.producer;

import io.skylark.client.message.BatchPart;
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

    private final ClientSession session;
    private final ProducerConfig config;
    private final Batching batching;
    private final InFlight inFlight;
    private final OpenSends open;
    private final Map<String, Lane> ofTopics = new ConcurrentHashMap<>();
    private final Map<MessageQueue, Lane> ofQueues = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /// @param inFlight to which ended sends give back what they held
    Lanes(ClientSession session, ProducerConfig config, InFlight inFlight, OpenSends open) {
        this.session = session;
        this.config = config;
        this.inFlight = inFlight;
        this.open = open;
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
    /// @param heldBytes room that it holds among the sends under way, given back when it has ended; 0 for none
    /// @throws io.skylark.client.error.MessageRejectedException when the message cannot travel; then nothing is given
    ///     back
    CompletableFuture<SendReceipt> send(Message message, String messageId, Publishing publishing, int heldBytes) {
        BatchPart inner = BatchPart.of(message, messageId, config.maxBodyBytes());
        CompletableFuture<SendReceipt> result = new CompletableFuture<>();
        add(message.topic(), message.shardingKey(), publishing, new Waiting.Part(
                inner, config.compression(), config.maxBodyBytes(), heldBytes, deadline(batching.linger()), result));
        return result;
    }

    /// What travels alone, and if it has a sharding key in its turn with others of its queue.
    CompletableFuture<StoredMessages> sendAlone(OutgoingMessage message, String shardingKey, Publishing publishing) {
        if (shardingKey.isEmpty()) {
            return new SendAttempts(session, config, open, publishing, null, message, deadline(Duration.ZERO)).start();
        }
        CompletableFuture<StoredMessages> result = new CompletableFuture<>();
        add(message.topic(), shardingKey, publishing, new Waiting.Whole(message, deadline(Duration.ZERO), result));
        return result;
    }

    /// The send timeout counts while a message waits for others too, but not while it waits for company.
    private long deadline(Duration linger) {
        return session.nanoClock().getAsLong() + linger.toNanos() + config.sendTimeout().toNanos();
    }

    private void add(String topic, String shardingKey, Publishing publishing, Waiting message) {
        Lane lane = shardingKey.isEmpty()
                ? ofTopic(topic, publishing)
                : ofQueues.computeIfAbsent(publishing.ofKey(shardingKey), queue -> lane(topic, queue, publishing));
        lane.add(message, publishing);
        if (closing) {
            lane.close();
        }
    }

    /// Looks first, because what would make the lane is an object for each message.
    private Lane ofTopic(String topic, Publishing publishing) {
        Lane known = ofTopics.get(topic);
        return known != null ? known : ofTopics.computeIfAbsent(topic, name -> lane(name, null, publishing));
    }

    private Lane lane(String topic, @Nullable MessageQueue only, Publishing publishing) {
        return new Lane(session, config, batching, inFlight, open, topic, only, publishing);
    }

    /// What waits for company is sent now.
    void flush() {
        ofTopics.values().forEach(Lane::flush);
        ofQueues.values().forEach(Lane::flush);
    }

    /// Nothing waits for company any more.
    void close() {
        closing = true;
        ofTopics.values().forEach(Lane::close);
        ofQueues.values().forEach(Lane::close);
    }
}
