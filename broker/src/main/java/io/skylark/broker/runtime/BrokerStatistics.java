package io.skylark.broker.runtime;

import io.skylark.broker.measure.Consumption;
import io.skylark.broker.measure.Count;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.measure.Statistics;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.index.TopicVolume;
import io.skylark.log.store.MessageStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The counts that RocketMQ gives names to. Keys are topics, `topic@group`, or the name of the cluster.
///
/// Statistics of single queues (`QUEUE_PUT_NUMS` and the like), of latencies and of what was read from the disk are not
/// counted; nobody has a key for them.
final class BrokerStatistics implements Statistics.Source {
    private static final char SEPARATOR = '@';

    private enum OfTopic { TOPIC_PUT_NUMS, TOPIC_PUT_SIZE }

    private enum OfGroup { GROUP_GET_NUMS, GROUP_GET_SIZE, SNDBCK_PUT_NUMS, DLQ_PUT_NUMS, GROUP_ACK_NUMS, GROUP_CK_NUMS }

    private enum OfBroker {
        BROKER_PUT_NUMS, BROKER_GET_NUMS, BROKER_ACK_NUMS, BROKER_CK_NUMS, BROKER_PUT_NUMS_WITHOUT_SYSTEM_TOPIC,
        BROKER_GET_NUMS_WITHOUT_SYSTEM_TOPIC
    }

    private final String clusterName;
    private final TopicTable topics;
    private final MessageStore messages;
    private final Measures measures;

    BrokerStatistics(String clusterName, TopicTable topics, MessageStore messages, Measures measures) {
        this.clusterName = clusterName;
        this.topics = topics;
        this.messages = messages;
        this.measures = measures;
    }

    @Override
    public Optional<Count> find(String name, String key) {
        Count[] found = {Count.ZERO};
        Statistics.Sink sink = (foundName, foundKey, count) -> {
            if (foundName.equals(name) && foundKey.equals(key)) {
                found[0] = count;
            }
        };
        int separator = key.indexOf(SEPARATOR);
        if (separator >= 0) {
            for (Consumption consumption : measures.consumptions(key.substring(0, separator))) {
                group(consumption, sink);
            }
        } else {
            topic(key, sink);
        }
        if (key.equals(clusterName)) {
            broker(sink);
        }
        return found[0].sum() > 0 ? Optional.of(found[0]) : Optional.empty();
    }

    @Override
    public void forEach(Statistics.Sink sink) {
        messages.topicNames().forEach(topic -> topic(topic, sink));
        measures.consumptions().forEach(consumption -> group(consumption, sink));
        broker(sink);
    }

    private void topic(String topic, Statistics.Sink sink) {
        TopicVolume.Reading volume = messages.volume(topic);
        long count = volume.messages();
        give(sink, OfTopic.TOPIC_PUT_NUMS, topic, count, count);
        give(sink, OfTopic.TOPIC_PUT_SIZE, topic, volume.bytes(), count);
    }

    private static void group(Consumption of, Statistics.Sink sink) {
        String key = of.topic() + SEPARATOR + of.group();
        give(sink, OfGroup.GROUP_GET_NUMS, key, of.messages(), of.reads());
        give(sink, OfGroup.GROUP_GET_SIZE, key, of.bytes(), of.reads());
        give(sink, OfGroup.SNDBCK_PUT_NUMS, key, of.sentBackMessages(), of.sentBackMessages());
        give(sink, OfGroup.DLQ_PUT_NUMS, key, of.deadMessages(), of.deadMessages());
        give(sink, OfGroup.GROUP_ACK_NUMS, key, of.acknowledgedMessages(), of.acknowledgedMessages());
        give(sink, OfGroup.GROUP_CK_NUMS, key, of.poppedMessages(), of.poppedMessages());
    }

    private void broker(Statistics.Sink sink) {
        long put = sentMessages(messages, measures);
        long bySystem = topics.all().keySet().stream()
                .filter(topics::isSystem)
                .mapToLong(topic -> messages.volume(topic).messages())
                .sum();
        long got = measures.delivered().messages();
        Map<OfBroker, Long> counts = new EnumMap<>(OfBroker.class);
        counts.put(OfBroker.BROKER_PUT_NUMS, put);
        counts.put(OfBroker.BROKER_PUT_NUMS_WITHOUT_SYSTEM_TOPIC, Math.max(0, put - bySystem));
        counts.put(OfBroker.BROKER_GET_NUMS, got + measures.deliveredBySystem().messages());
        counts.put(OfBroker.BROKER_GET_NUMS_WITHOUT_SYSTEM_TOPIC, got);
        counts.put(OfBroker.BROKER_ACK_NUMS, measures.delivered().acknowledgedMessages());
        counts.put(OfBroker.BROKER_CK_NUMS, measures.delivered().poppedMessages());
        counts.forEach((name, count) -> give(sink, name, clusterName, count, count));
    }

    /// Messages that were sent: those in queues, without those that waited first, and those that wait.
    static long sentMessages(MessageStore messages, Measures measures) {
        long moved = measures.movedMessages();
        return Math.max(0, messages.volume().messages() - moved) + measures.parkedMessages();
    }

    private static void give(Statistics.Sink sink, Enum<?> name, String key, long sum, long times) {
        if (sum > 0) {
            sink.count(name.name(), key, new Count(sum, times));
        }
    }
}
