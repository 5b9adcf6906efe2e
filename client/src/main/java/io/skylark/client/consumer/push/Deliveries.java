package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Coordinator;
import io.skylark.client.consumer.group.GroupBrokers;
import io.skylark.client.consumer.group.GroupBrokers.Fate;
import io.skylark.client.consumer.group.PullAnswer;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.client.error.SkylarkException;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls the listener on the consume threads, in no order. What it could not consume goes back to a broker; what no
/// broker takes back is tried again here, so that nothing is passed over. Of a broadcasting group nothing goes back: a
/// message that fails is gone.
final class Deliveries implements Delivering {
    /// How long a message rests that the broker did not take back.
    static final Duration LOCAL_RETRY_PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final PushConfig config;
    private final Listening listening;
    private final GroupBrokers brokers;
    private final Coordinator coordinator;
    private final InstantSource clock;
    private final ConsumeThreads threads;
    private final Workers workers;
    private volatile boolean closing;

    Deliveries(
            PushConfig config,
            Listening listening,
            GroupBrokers brokers,
            Coordinator coordinator,
            ConsumeThreads threads,
            InstantSource clock) {
        this.config = config;
        this.listening = listening;
        this.brokers = brokers;
        this.coordinator = coordinator;
        this.clock = clock;
        this.threads = threads;
        this.workers = new Workers(config.threads(), threads, coordinator);
    }

    @Override
    public void accept(QueueProgress progress, MessageQueue queue, List<EncodedMessage> messages, PullAnswer answer) {
        workers.add(new Delivery(new Arrived(progress, queue, answer), messages, 0));
    }

    /// Lets the listener end what it has begun; what it has not begun is not consumed and comes to the group again.
    @Override
    public void close() {
        closing = true;
        workers.close();
        threads.close(config.closeTimeout());
    }

    /// Messages of one pull.
    ///
    /// @param attempts failed attempts that the broker does not know of
    private final class Delivery implements Workers.Run {
        private final Arrived arrived;
        private final List<EncodedMessage> messages;
        private final int attempts;
        private final AtomicInteger next = new AtomicInteger();

        Delivery(Arrived arrived, List<EncodedMessage> messages, int attempts) {
            this.arrived = arrived;
            this.messages = messages;
            this.attempts = attempts;
        }

        @Override
        public int steps() {
            return (messages.size() + config.batchSize() - 1) / config.batchSize();
        }

        @Override
        public boolean step() {
            int from = next.getAndAdd(config.batchSize());
            if (from >= messages.size()) {
                return false;
            }
            if (!closing && !arrived.progress().isDropped()) {
                consume(from, Math.min(from + config.batchSize(), messages.size()));
            }
            return true;
        }

        private void consume(int from, int to) {
            ConsumeOutcome outcome = listening.consume(arrived.received(messages, from, to, attempts, clock.millis()));
            if (outcome == ConsumeOutcome.SUCCESS) {
                for (int i = from; i < to; i++) {
                    arrived.progress().finish(messages.get(i).queueOffset());
                }
            } else {
                giveBack(messages.subList(from, to));
            }
        }

        private void giveBack(List<EncodedMessage> failed) {
            List<EncodedMessage> kept = new ArrayList<>();
            for (EncodedMessage message : failed) {
                if (arrived.progress().isDropped()) {
                    return;
                }
                if (takenBack(message)) {
                    arrived.progress().finish(message.queueOffset());
                } else {
                    kept.add(message);
                }
            }
            if (!kept.isEmpty()) {
                Delivery again = new Delivery(arrived, kept, attempts + 1);
                coordinator.after(LOCAL_RETRY_PAUSE, () -> workers.add(again));
            }
        }

        private boolean takenBack(EncodedMessage message) {
            if (config.group().isBroadcast()) {
                LOG.warn("Message {} failed and is gone: members of a broadcasting group get nothing again",
                        message.offsetMessageId());
                return true;
            }
            try {
                brokers.sendBack(arrived.queue(), message, Fate.RETRY);
                return true;
            } catch (SkylarkException refused) {
                LOG.warn("Message {} is not taken back and is tried again here in {} s: {}",
                        message.offsetMessageId(), LOCAL_RETRY_PAUSE.toSeconds(), refused.getMessage());
                return false;
            }
        }
    }
}
