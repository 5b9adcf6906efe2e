package io.skylark.console.metrics;

import io.skylark.broker.BrokerView;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.measure.TopicEvents;
import io.skylark.log.index.TopicVolume;
import io.skylark.protocol.body.TopicConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came into topics.
final class TopicMetrics {
    private static final String TYPE_ATTRIBUTE = "message.type";
    private static final String FIFO = "fifo";
    private static final String NORMAL = "normal";

    private final BrokerView broker;

    TopicMetrics(BrokerView broker) {
        this.broker = broker;
    }

    void collect(Scrape scrape) {
        Map<String, TopicEvents> events = new HashMap<>();
        broker.measures().topics().forEach(topic -> events.put(topic.topic(), topic));
        broker.storage().messages().topicNames().stream().sorted().limit(Scrape.MAX_SERIES).forEach(topic -> {
            TopicVolume.Reading volume = broker.storage().messages().volume(topic);
            if (volume.messages() > 0) {
                collect(scrape, topic, volume, events.get(topic));
            }
        });
        TopicEvents others = events.get(Measures.OTHER);
        for (TopicEvents topic : events.values()) {
            boolean system = topic != others && broker.topics().isSystem(topic.topic());
            String[] labels = {"topic", topic.topic(), "is_system", Boolean.toString(system)};
            if (topic.committedMessages() > 0) {
                scrape.add(Metric.COMMIT_MESSAGES, topic.committedMessages(), labels);
            }
            if (topic.delayedMessages() > 0) {
                scrape.add(Metric.TIMER_ENQUEUE, topic.delayedMessages(), "topic", topic.topic());
                scrape.add(Metric.TIMER_DEQUEUE, topic.dueMessages(), "topic", topic.topic());
            }
        }
    }

    private void collect(
            Scrape scrape, String topic, TopicVolume.Reading volume, @Nullable TopicEvents events) {
        String system = Boolean.toString(broker.topics().isSystem(topic));
        long delayed = events == null ? 0 : events.dueMessages();
        long committed = events == null ? 0 : events.committedMessages();
        long delayedBytes = events == null ? 0 : events.dueBytes();
        long committedBytes = events == null ? 0 : events.committedBytes();
        String type = type(topic);
        in(scrape, topic, type, system, volume.messages() - delayed - committed,
                volume.bytes() - delayedBytes - committedBytes);
        in(scrape, topic, "delay", system, delayed, delayedBytes);
        in(scrape, topic, "transaction", system, committed, committedBytes);
        long[] limits = Arrays.stream(TopicVolume.sizeLimits()).asLongStream().toArray();
        scrape.add(
                Metric.MESSAGE_SIZE, limits, volume.messagesBySize(), volume.bytes(),
                "topic", topic, "message_type", type, "is_system", system);
    }

    private static void in(Scrape scrape, String topic, String type, String system, long messages, long bytes) {
        if (messages > 0) {
            String[] labels = {"topic", topic, "message_type", type, "is_system", system};
            scrape.add(Metric.MESSAGES_IN, messages, labels);
            scrape.add(Metric.THROUGHPUT_IN, bytes, labels);
        }
    }

    /// What a topic is made for; messages that neither waited nor belonged to a transaction are in order or they are normal.
    private String type(String topic) {
        TopicConfig config = broker.topics().find(topic);
        String declared = config == null ? null : config.attributes().get(TYPE_ATTRIBUTE);
        return FIFO.equalsIgnoreCase(declared) ? FIFO : NORMAL;
    }
}
