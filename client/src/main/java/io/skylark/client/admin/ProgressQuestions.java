package io.skylark.client.admin;

import io.skylark.client.error.TopicNotFoundException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How far a group is: in one question to a broker that offers it, or else queue by queue.
final class ProgressQuestions {
    private static final Comparator<QueueLag> ORDER = Comparator.comparing(QueueLag::queue);

    private final Servers servers;

    ProgressQuestions(Servers servers) {
        this.servers = servers;
    }

    GroupProgress progress(String group) {
        List<QueueLag> queues = new ArrayList<>();
        for (String broker : servers.masters().values()) {
            Optional<List<QueueLag>> answer = ask(group, null, broker);
            if (answer.isEmpty()) {
                return topicByTopic(group);
            }
            queues.addAll(answer.get());
        }
        return new GroupProgress(group, begun(group, queues));
    }

    /// Brokers answer 0 for a queue in which the group has not begun, as for one in which it stands at 0.
    private List<QueueLag> begun(String group, List<QueueLag> queues) {
        List<QueueLag> unclear =
                queues.stream().filter(queue -> queue.consumerOffset().equals(OptionalLong.of(0))).toList();
        QueueQuestions ask = new QueueQuestions(servers, unclear.isEmpty() ? Map.of() : servers.masters());
        List<QueueLag> exact = new ArrayList<>(queues);
        exact.removeAll(unclear);
        exact.addAll(Servers.each(unclear, lag -> ask.stored(group, lag.queue())
                .thenApply(offset -> new QueueLag(lag.queue(), lag.brokerOffset(), offset, lag.lastConsumed()))));
        exact.sort(ORDER);
        return List.copyOf(exact);
    }

    private Optional<List<QueueLag>> ask(String group, @Nullable String topic, String broker) {
        Optional<Command> answer = servers.ifOffered("The progress of group " + group, broker,
                ConsumerGroup.PROGRESS.request(new ConsumerGroup.InTopic(group, topic)));
        return answer.map(known -> {
            List<QueueLag> queues = new ArrayList<>();
            Json.decode(known.body(), ConsumerGroup.Progress.class).offsetTable().forEach((queue, progress) ->
                    queues.add(new QueueLag(
                            queue, progress.brokerOffset(),
                            progress.consumerOffset() < 0
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(progress.consumerOffset()),
                            progress.lastTimestamp() > 0
                                    ? Optional.of(Instant.ofEpochMilli(progress.lastTimestamp()))
                                    : Optional.empty())));
            return queues;
        });
    }

    private GroupProgress topicByTopic(String group) {
        SortedSet<String> topics = new TreeSet<>(new GroupAdmin(servers).members(group).subscriptions().keySet());
        boolean guessed = topics.isEmpty();
        if (guessed) {
            topics.addAll(servers.topics());
            topics.removeIf(topic -> TopicNames.isDerived(topic) || TopicNames.isNotSendable(topic));
        }
        topics.add(TopicNames.retryTopic(group));
        List<QueueLag> queues = new ArrayList<>();
        for (String topic : topics) {
            queues.addAll(ofTopicIfThere(group, topic));
        }
        if (guessed) {
            queues.removeIf(queue -> queue.consumerOffset().isEmpty());
        }
        queues.sort(ORDER);
        return new GroupProgress(group, List.copyOf(queues));
    }

    /// None of a topic that was deleted meanwhile, or a retry topic that nothing needed yet.
    private List<QueueLag> ofTopicIfThere(String group, String topic) {
        try {
            return ofTopic(group, topic);
        } catch (TopicNotFoundException gone) {
            return List.of();
        }
    }

    List<QueueLag> ofTopic(String group, String topic) {
        TopicRoute route = servers.route(topic);
        SortedMap<String, String> masters = Servers.masters(route.brokerDatas());
        List<QueueLag> queues = new ArrayList<>();
        for (QueueData data : route.queueDatas()) {
            String broker = masters.get(data.brokerName());
            if (broker != null) {
                queues.addAll(ask(group, topic, broker).orElseGet(() -> queueByQueue(group, topic, data, masters)));
            }
        }
        return begun(group, queues);
    }

    private List<QueueLag> queueByQueue(
            String group, String topic, QueueData data, SortedMap<String, String> masters) {
        QueueQuestions ask = new QueueQuestions(servers, masters);
        return Servers.each(queues(topic, data), queue -> ask.lag(group, queue));
    }

    static List<MessageQueue> queues(String topic, QueueData data) {
        List<MessageQueue> queues = new ArrayList<>();
        for (int id = 0; id < data.readQueueNums(); id++) {
            queues.add(new MessageQueue(topic, data.brokerName(), id));
        }
        return queues;
    }
}
