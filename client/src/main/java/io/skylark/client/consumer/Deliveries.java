package io.skylark.client.consumer;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.DaemonThreads;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the listener on the consume threads. What it could not consume goes back to the broker; what the broker does
/// not take back is tried again here, so that nothing is passed over. The queue of waiting messages is limited by the
/// [FlowLimits] of the queues they come from.
final class Deliveries implements PullLoop.Sink, AutoCloseable {
    /// How long a message rests that the broker did not take back.
    static final Duration LOCAL_RETRY_PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private static final int MAX_NAME_CHARS = 100;

    private final ConsumerConfig config;
    private final BatchListener listener;
    private final GroupBrokers brokers;
    private final Coordinator coordinator;
    private final InstantSource clock;
    private final ThreadPoolExecutor threads;
    private volatile boolean closing;

    Deliveries(
            ConsumerConfig config,
            BatchListener listener,
            GroupBrokers brokers,
            Coordinator coordinator,
            InstantSource clock) {
        this.config = config;
        this.listener = listener;
        this.brokers = brokers;
        this.coordinator = coordinator;
        this.clock = clock;
        String group = config.group();
        String name = group.length() > MAX_NAME_CHARS ? group.substring(0, MAX_NAME_CHARS) : group;
        this.threads = new ThreadPoolExecutor(
                config.threads(), config.threads(), 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                DaemonThreads.numbered("ConsumeMessageThread_" + name + "_"),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void accept(QueueProgress progress, MessageQueue queue, List<StoredMessage> messages, PullAnswer answer) {
        Bounds bounds = new Bounds(String.valueOf(answer.minOffset()), String.valueOf(answer.maxOffset()));
        for (int from = 0; from < messages.size(); from += config.batchSize()) {
            int to = Math.min(from + config.batchSize(), messages.size());
            threads.execute(new Delivery(progress, queue, messages.subList(from, to), bounds, 0));
        }
    }

    /// Lets the listener end what it has begun; what it has not begun is not consumed and comes to the group again.
    @Override
    public void close() {
        closing = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(config.closeTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The listener of group {} still runs {} s after the close and is interrupted; its messages "
                        + "come again", config.group(), config.closeTimeout().toSeconds());
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /// The bounds of the queue when its messages were pulled.
    private record Bounds(String min, String max) {}

    /// Messages that the listener gets together.
    ///
    /// @param attempts failed attempts that the broker does not know of
    private final class Delivery implements Runnable {
        private final QueueProgress progress;
        private final MessageQueue queue;
        private final List<StoredMessage> messages;
        private final Bounds bounds;
        private final int attempts;

        Delivery(
                QueueProgress progress,
                MessageQueue queue,
                List<StoredMessage> messages,
                Bounds bounds,
                int attempts) {
            this.progress = progress;
            this.queue = queue;
            this.messages = messages;
            this.bounds = bounds;
            this.attempts = attempts;
        }

        @Override
        public void run() {
            if (closing || progress.isDropped()) {
                return;
            }
            if (consume() == ConsumeOutcome.SUCCESS) {
                progress.finish(messages);
            } else {
                giveBack();
            }
        }

        private ConsumeOutcome consume() {
            try {
                ConsumeOutcome outcome = listener.onMessages(unpacked());
                // A listener in another language, or one compiled without checks, may return it all the same.
                return outcome == null ? ConsumeOutcome.RETRY_LATER : outcome;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return ConsumeOutcome.RETRY_LATER;
            } catch (MessageRejectedException unreadable) {
                LOG.error("A message of {} cannot be read: {}", queue, unreadable.getMessage());
                return ConsumeOutcome.RETRY_LATER;
            } catch (Throwable failure) {
                LOG.warn("The listener of group {} failed with messages of {}", config.group(), queue, failure);
                return ConsumeOutcome.RETRY_LATER;
            }
        }

        private List<ReceivedMessage> unpacked() {
            Map<String, String> extra = new HashMap<>();
            extra.put(PropertyNames.MIN_OFFSET, bounds.min);
            extra.put(PropertyNames.MAX_OFFSET, bounds.max);
            extra.put(PropertyNames.CONSUME_START_TIME, String.valueOf(clock.millis()));
            return messages.stream()
                    .map(message -> ReceivedMessage.of(message, queue, attempts, extra))
                    .toList();
        }

        private void giveBack() {
            List<StoredMessage> kept = new ArrayList<>();
            for (StoredMessage message : messages) {
                if (progress.isDropped()) {
                    return;
                }
                try {
                    brokers.sendBack(queue, message);
                    progress.finish(List.of(message));
                } catch (SkylarkException refused) {
                    LOG.warn("Message {} is not taken back and is tried again here in {} s: {}",
                            message.offsetMessageId(), LOCAL_RETRY_PAUSE.toSeconds(), refused.getMessage());
                    kept.add(message);
                }
            }
            if (!kept.isEmpty()) {
                Delivery again = new Delivery(progress, queue, kept, bounds, attempts + 1);
                coordinator.after(LOCAL_RETRY_PAUSE, () -> threads.execute(again));
            }
        }
    }
}
