package io.skylark.broker.table;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.message.TopicNames;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The topics of this broker. Topics of the system itself are there from the start and not in the log, unless changed.
///
/// | offset | size | field of an entry |
/// |---|---|---|
/// | 0 | 1 | 1 put, 2 delete, 3 count (only in snapshots), 4 sweep |
/// | 1 | rest | put: the topic's settings as JSON; delete, sweep: its name in UTF-8; count: number of changes so far 8 |
public final class TopicTable implements StateMachine {
    public static final EntryType TYPE = EntryType.table(16, "TOPIC");

    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final byte COUNT = 3;
    private static final byte SWEEP = 4;

    private final TableLog log;
    private volatile Map<String, TopicConfig> systemTopics;
    private final Consumer<String> onDelete;
    private final Map<String, TopicConfig> topics = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile long lastChange;

    /// @param onDelete hears the name of each deleted topic on the log-applier, at its place in the log
    public TopicTable(TableLog log, Map<String, TopicConfig> systemTopics, Consumer<String> onDelete) {
        this.log = log;
        this.systemTopics = Map.copyOf(systemTopics);
        this.onDelete = onDelete;
        topics.putAll(systemTopics);
    }

    public @Nullable TopicConfig find(String topic) {
        return topics.get(topic);
    }

    /// The queues of a topic that may be consumed; none when there is no such topic.
    public List<MessageQueue> readableQueues(String topic, String brokerName) {
        TopicConfig known = topics.get(topic);
        return known == null || !Permission.isReadable(known.perm())
                ? List.of()
                : IntStream.range(0, known.readQueueNums())
                        .mapToObj(queueId -> new MessageQueue(topic, brokerName, queueId))
                        .toList();
    }

    /// A topic of the system itself.
    public boolean isSystem(String topic) {
        return systemTopics.containsKey(topic) || TopicNames.RESERVED.contains(topic) || topic.startsWith("rmq_sys_");
    }

    /// Names of the topics of the system itself, and of those of RocketMQ's that are not there but nobody may create.
    public Set<String> systemNames() {
        Set<String> names = new TreeSet<>(systemTopics.keySet());
        names.addAll(TopicNames.RESERVED);
        return names;
    }

    /// Other topics of the system: those that nobody changed take their place, or go. One thread at a time.
    ///
    /// @return whether one is different now
    public boolean systemTopics(Map<String, TopicConfig> others) {
        Map<String, TopicConfig> before = systemTopics;
        if (before.equals(others)) {
            return false;
        }
        systemTopics = Map.copyOf(others);
        before.forEach((name, topic) -> {
            if (!others.containsKey(name)) {
                topics.remove(name, topic);
            }
        });
        others.forEach((name, topic) -> topics.merge(
                name, topic, (known, fresh) -> known.equals(before.get(name)) ? fresh : known));
        return true;
    }

    /// Lets name servers take all topics anew, when they look different without an entry in the log.
    public void renewVersion() {
        changes.incrementAndGet();
    }

    /// All topics, in a copy.
    public Map<String, TopicConfig> all() {
        return Map.copyOf(topics);
    }

    public DataVersion version() {
        return new DataVersion(0L, lastChange, changes.get());
    }

    /// Creates or changes a topic, and waits until that is durable.
    public void put(TopicConfig topic) {
        if (!topic.equals(topics.get(topic.topicName()))) {
            log.change(TYPE, entry(PUT, Json.encode(topic)));
        }
    }

    /// Creates or changes many topics, and waits until that is durable.
    public void putAll(List<TopicConfig> wanted) {
        log.changeAll(TYPE, wanted.stream()
                .filter(topic -> !topic.equals(topics.get(topic.topicName())))
                .map(topic -> entry(PUT, Json.encode(topic)))
                .toList());
    }

    /// Deletes a topic with its messages, and waits until that is durable; nothing happens when there is none.
    public void delete(String topic) {
        if (topics.containsKey(topic)) {
            log.change(TYPE, entry(DELETE, topic.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// Removes what is left of a topic that does not exist, and waits until that is durable. Nothing happens when there is one
    /// of this name by then.
    public void sweep(String topic) {
        log.change(TYPE, entry(SWEEP, topic.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public long apply(EntryView entry) {
        ByteBuffer body = entry.body();
        byte operation = body.get();
        switch (operation) {
            case PUT -> {
                TopicConfig topic = Json.decode(body, TopicConfig.class);
                topics.put(topic.topicName(), topic);
            }
            case DELETE -> {
                String topic = StandardCharsets.UTF_8.decode(body).toString();
                topics.remove(topic);
                TopicConfig system = systemTopics.get(topic);
                if (system != null) {
                    topics.put(topic, system);
                }
                onDelete.accept(topic);
            }
            case SWEEP -> {
                String topic = StandardCharsets.UTF_8.decode(body).toString();
                if (!topics.containsKey(topic)) {
                    onDelete.accept(topic);
                }
                return changes.get();
            }
            case COUNT -> {
                changes.set(body.getLong());
                lastChange = entry.time();
                return changes.get();
            }
            default -> throw new IllegalStateException("unknown topic change " + operation);
        }
        lastChange = entry.time();
        return changes.incrementAndGet();
    }

    @Override
    public TableSnapshot snapshot() {
        List<TopicConfig> taken = List.copyOf(topics.values());
        long count = changes.get();
        long time = lastChange;
        return sink -> {
            for (TopicConfig topic : taken) {
                if (!topic.equals(systemTopics.get(topic.topicName()))) {
                    sink.entry(TYPE, time, entry(PUT, Json.encode(topic)));
                }
            }
            sink.entry(TYPE, time, ByteBuffer.allocate(1 + Long.BYTES).put(COUNT).putLong(count).array());
        };
    }

    private static byte[] entry(byte operation, byte[] content) {
        return ByteBuffer.allocate(1 + content.length).put(operation).put(content).array();
    }
}
