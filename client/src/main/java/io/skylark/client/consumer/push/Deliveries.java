package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Coordinator;
import io.skylark.client.consumer.group.GroupBrokers;
import io.skylark.client.consumer.group.GroupBrokers.Fate;
import io.skylark.client.consumer.group.PullAnswer;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
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

    /// After how long brokers let a message come again, one attempt after the other, unless they are set otherwise.
    private static final List<String> STANDARD_PAUSES = List.of(
            "10 s", "30 s", "1 min", "2 min", "3 min", "4 min", "5 min", "6 min", "7 min", "8 min", "9 min", "10 min",
            "20 min", "30 min", "1 h", "2 h");

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

    @Override
    public void stop() {
        closing = true;
        workers.close();
    }

    /// Lets the listener end what it has begun; what it has not begun is not consumed and comes to the group again.
    @Override
    public void close() {
        stop();
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
            List<ReceivedMessage> all = arrived.received(messages, from, to, attempts, clock.millis());
            for (ReceivedMessage message : all) {
                if (!listening.isReadable(message)) {
                    consumeApart(all);
                    return;
                }
            }
            consume(all);
        }

        /// What cannot be read fails alone.
        private void consumeApart(List<ReceivedMessage> all) {
            List<ReceivedMessage> readable = all.stream().filter(listening::isReadable).toList();
            if (!readable.isEmpty()) {
                consume(readable);
            }
            all.stream().filter(message -> !listening.isReadable(message)).forEach(each -> consume(List.of(each)));
        }

        private void consume(List<ReceivedMessage> batch) {
            if (listening.consume(batch, Deliveries.this::sequel) == ConsumeOutcome.SUCCESS) {
                batch.forEach(message -> arrived.progress().finish(message.queueOffset()));
            } else if (!closing || !Thread.currentThread().isInterrupted()) {
                giveBack(batch);
            }
            // What the close interrupted comes again from the queue: nothing behind it is committed.
        }

        private void giveBack(List<ReceivedMessage> failed) {
            List<EncodedMessage> kept = new ArrayList<>();
            for (ReceivedMessage message : failed) {
                if (arrived.progress().isDropped()) {
                    return;
                }
                if (takenBack(message)) {
                    arrived.progress().finish(message.queueOffset());
                } else {
                    kept.add(message.encoded());
                }
            }
            if (!kept.isEmpty()) {
                Delivery again = new Delivery(arrived, kept, attempts + 1);
                coordinator.after(LOCAL_RETRY_PAUSE, () -> workers.add(again));
            }
        }

        private boolean takenBack(ReceivedMessage message) {
            if (config.group().isBroadcast()) {
                LOG.warn("Message {} failed and is gone: members of a broadcasting group get nothing again",
                        message.messageId());
                return true;
            }
            boolean last = config.group().isLastAttempt(message.reconsumeTimes());
            try {
                brokers.sendBack(arrived.queue(), message.encoded(), last ? Fate.DEAD_LETTER : Fate.RETRY);
            } catch (SkylarkException refused) {
                LOG.warn("Message {} is not taken back and is tried again here in {} s: {}",
                        message.messageId(), LOCAL_RETRY_PAUSE.toSeconds(), refused.getMessage());
                return false;
            }
            if (last) {
                LOG.warn("A dead letter now: {}", Listening.describe(List.of(message)));
            }
            return true;
        }
    }

    /// What becomes of a message that fails, for the log.
    private String sequel(ReceivedMessage message) {
        if (config.group().isBroadcast()) {
            return "does not come again";
        }
        int failedBefore = message.reconsumeTimes();
        if (config.group().isLastAttempt(failedBefore)) {
            return "has no attempt left";
        }
        return failedBefore < STANDARD_PAUSES.size()
                ? "comes again in " + STANDARD_PAUSES.get(failedBefore)
                : "is a dead letter now unless the settings of the group allow more attempts";
    }
}
