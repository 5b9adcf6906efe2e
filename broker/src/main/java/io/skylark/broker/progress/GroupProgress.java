package io.skylark.broker.progress;

import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.protocol.api.ConsumerGroup.Progress;
import io.skylark.protocol.api.ConsumerGroup.QueueProgress;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds out how far groups are. Shared: keeps nothing.
final class GroupProgress {
    private final String brokerName;
    private final TopicTable topics;
    private final OffsetTable offsets;
    private final ConsumerRegistry consumers;
    private final MessageStore messages;
    private final List<HandedOut> handedOut;
    private final ConsumeRate rate;

    /// @param handedOut ways in which messages get to consumers; the one that knows of the most counts
    GroupProgress(
            String brokerName,
            TopicTable topics,
            OffsetTable offsets,
            ConsumerRegistry consumers,
            MessageStore messages,
            List<HandedOut> handedOut,
            ConsumeRate rate) {
        this.brokerName = brokerName;
        this.topics = topics;
        this.offsets = offsets;
        this.consumers = consumers;
        this.messages = messages;
        this.handedOut = handedOut;
        this.rate = rate;
    }

    /// Of these topics those that the group subscribes to; all of them when nobody of it is there to say so.
    Set<String> subscribed(String group, Set<String> candidates) {
        OnlineGroup online = consumers.find(group);
        if (online == null || online.subscriptions().isEmpty()) {
            return candidates;
        }
        Set<String> wanted = new TreeSet<>(candidates);
        wanted.retainAll(online.subscriptions().keySet());
        return wanted;
    }

    /// How far a group is in these topics; what is not there is left out.
    Progress in(String group, Collection<String> names) {
        Map<MessageQueue, QueueProgress> queues = new LinkedHashMap<>();
        double perSecond = 0;
        for (String name : names) {
            TopicConfig topic = topics.find(name);
            if (topic == null) {
                continue;
            }
            for (int queueId = 0; queueId < topic.readQueueNums(); queueId++) {
                queues.put(new MessageQueue(name, brokerName, queueId), of(group, name, queueId));
            }
            perSecond += rate.of(group, name);
        }
        return new Progress(perSecond, queues);
    }

    private QueueProgress of(String group, String topic, int queueId) {
        long consumed = offsets.find(group, topic, queueId).orElse(0);
        long given = consumed;
        for (HandedOut way : handedOut) {
            given = Math.max(given, way.end(group, topic, queueId).orElse(0));
        }
        long lastTime = consumed == 0 ? 0 : messages.storeTime(topic, queueId, consumed - 1).orElse(0);
        return new QueueProgress(messages.maxOffset(topic, queueId), consumed, given, lastTime);
    }
}
