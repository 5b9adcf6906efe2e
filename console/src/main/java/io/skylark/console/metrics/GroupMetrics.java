package io.skylark.console.metrics;

import io.skylark.broker.BrokerView;
import io.skylark.broker.measure.Consumption;
import io.skylark.broker.measure.Measures;
import io.skylark.log.store.MessageStore;
import io.skylark.message.TopicNames;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What groups got, and what they have not got.
final class GroupMetrics {
    private final BrokerView broker;
    private final InstantSource clock;

    /// How far a group is behind in a topic. Times are those of the oldest message, `Long.MAX_VALUE` for none.
    private static final class Lag {
        private long messages;
        private long inFlight;
        private long ready;
        private long oldest = Long.MAX_VALUE;
        private long oldestReady = Long.MAX_VALUE;
    }

    GroupMetrics(BrokerView broker, InstantSource clock) {
        this.broker = broker;
        this.clock = clock;
    }

    void collect(Scrape scrape) {
        for (Consumption of : broker.measures().consumptions()) {
            String[] labels = labels(of.topic(), of.group());
            scrape.add(Metric.MESSAGES_OUT, of.messages(), labels);
            scrape.add(Metric.THROUGHPUT_OUT, of.bytes(), labels);
            if (of.deadMessages() > 0) {
                scrape.add(Metric.SEND_TO_DLQ, of.deadMessages(), labels);
            }
        }
        broker.offsets().topics().stream().sorted().forEach(topic -> lags(topic).forEach(
                (group, lag) -> collect(scrape, topic, group, lag)));
    }

    private String[] labels(String topic, String group) {
        boolean system = !topic.equals(Measures.OTHER)
                && (broker.topics().isSystem(topic) || broker.groups().isSystem(group));
        return new String[] {
            "topic", topic, "consumer_group", group, "is_retry", Boolean.toString(TopicNames.isRetry(topic)),
            "is_system", Boolean.toString(system)
        };
    }

    private void collect(Scrape scrape, String topic, String group, Lag lag) {
        String[] labels = labels(topic, group);
        scrape.add(Metric.CONSUMER_LAG, lag.messages, labels);
        scrape.add(Metric.CONSUMER_LAG_LATENCY, age(lag.oldest), labels);
        scrape.add(Metric.CONSUMER_INFLIGHT, lag.inFlight, labels);
        scrape.add(Metric.CONSUMER_READY, lag.ready, labels);
        scrape.add(Metric.CONSUMER_QUEUEING_LATENCY, age(lag.oldestReady), labels);
    }

    private long age(long time) {
        return time == Long.MAX_VALUE ? 0 : Math.max(0, clock.millis() - time);
    }

    private Map<String, Lag> lags(String topic) {
        Map<String, Lag> lags = new TreeMap<>();
        broker.offsets().visit(topic, (group, queueId, offset) ->
                add(lags.computeIfAbsent(group, any -> new Lag()), topic, group, queueId, offset));
        return lags;
    }

    private void add(Lag lag, String topic, String group, int queueId, long offset) {
        MessageStore messages = broker.storage().messages();
        long max = messages.maxOffset(topic, queueId);
        long next = Math.max(offset, messages.minOffset(topic, queueId));
        OptionalLong popped = broker.pops().handedOut(group, topic, queueId);
        long pulled = Math.max(next, broker.offsets().findPulled(group, topic, queueId).orElse(next));
        long unread = Math.max(next, popped.orElse(pulled));
        lag.messages += Math.max(0, max - next);
        lag.ready += Math.max(0, max - unread);
        lag.inFlight += popped.isPresent() ? broker.pops().inFlight(group, topic, queueId) : pulled - next;
        lag.oldest = Math.min(lag.oldest, time(topic, queueId, next, max));
        lag.oldestReady = Math.min(lag.oldestReady, time(topic, queueId, unread, max));
    }

    private long time(String topic, int queueId, long offset, long max) {
        return offset >= max
                ? Long.MAX_VALUE
                : broker.storage().messages().storeTime(topic, queueId, offset).orElse(Long.MAX_VALUE);
    }
}
