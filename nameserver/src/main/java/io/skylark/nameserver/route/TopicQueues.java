package io.skylark.nameserver.route;

import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The queues of each topic, by broker name. Changed under the lock of [RouteTable]; anyone may read at any time, and
/// sees the queues of one topic all from the same moment.
final class TopicQueues {
    private static final SortedMap<String, QueueData> NONE = Collections.emptySortedMap();

    private final Map<String, SortedMap<String, QueueData>> byTopic = new ConcurrentHashMap<>();

    /// Unmodifiable; empty when there are none.
    SortedMap<String, QueueData> of(String topic) {
        return byTopic.getOrDefault(topic, NONE);
    }

    Set<String> topics() {
        return Collections.unmodifiableSet(byTopic.keySet());
    }

    int size() {
        return byTopic.size();
    }

    boolean has(String topic, String brokerName) {
        return of(topic).containsKey(brokerName);
    }

    void put(String topic, QueueData queues) {
        SortedMap<String, QueueData> before = of(topic);
        if (!queues.equals(before.get(queues.brokerName()))) {
            SortedMap<String, QueueData> changed = new TreeMap<>(before);
            changed.put(queues.brokerName(), queues);
            byTopic.put(topic, Collections.unmodifiableSortedMap(changed));
        }
    }

    /// Takes a broker out of a topic, and the topic out when it was the last.
    void remove(String topic, String brokerName) {
        SortedMap<String, QueueData> before = of(topic);
        if (!before.containsKey(brokerName)) {
            return;
        }
        SortedMap<String, QueueData> changed = new TreeMap<>(before);
        changed.remove(brokerName);
        if (changed.isEmpty()) {
            byTopic.remove(topic);
        } else {
            byTopic.put(topic, Collections.unmodifiableSortedMap(changed));
        }
    }

    void removeTopic(String topic) {
        byTopic.remove(topic);
    }

    /// Takes a broker out of all topics but those to keep.
    void removeBroker(String brokerName, Predicate<String> keep) {
        for (String topic : byTopic.keySet()) {
            if (!keep.test(topic)) {
                remove(topic, brokerName);
            }
        }
    }

    /// Changes the permission of all topics of a broker; the number of them.
    int changePermission(String brokerName, UnaryOperator<Integer> change) {
        int count = 0;
        for (String topic : byTopic.keySet()) {
            QueueData queues = of(topic).get(brokerName);
            if (queues != null) {
                put(topic, withPerm(queues, change.apply(queues.perm())));
                count++;
            }
        }
        return count;
    }

    static QueueData withPerm(QueueData queues, int perm) {
        return new QueueData(
                queues.brokerName(), queues.readQueueNums(), queues.writeQueueNums(), perm, queues.topicSysFlag());
    }

    static QueueData withoutWrite(QueueData queues) {
        return withPerm(queues, queues.perm() & ~Permission.WRITE);
    }

    /// How many of these topics are not there yet.
    int countNew(Collection<String> topics) {
        int count = 0;
        for (String topic : topics) {
            if (!byTopic.containsKey(topic)) {
                count++;
            }
        }
        return count;
    }
}
