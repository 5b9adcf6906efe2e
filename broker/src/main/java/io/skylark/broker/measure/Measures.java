package io.skylark.broker.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// The counters of a broker. What there would be too much of counts under the name [#OTHER].
public final class Measures {
    /// Pairs of topic and group that are counted one by one.
    static final int MAX_CONSUMPTIONS = 20_000;

    /// Topics whose delayed and transaction messages are counted one by one.
    static final int MAX_TOPICS = 20_000;

    /// The name of all that are not counted one by one.
    public static final String OTHER = "__other__";

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;

    private final Predicate<String> systemTopic;
    private final Map<String, Map<String, Consumption>> consumptions = new ConcurrentHashMap<>();
    private final AtomicInteger consumptionCount = new AtomicInteger();
    private final Map<String, TopicEvents> topics = new ConcurrentHashMap<>();
    private final Delivered delivered = new Delivered();
    private final Delivered deliveredBySystem = new Delivered();
    private final Consumption otherConsumption = new Consumption(OTHER, OTHER, delivered);
    private final TopicEvents otherTopic = new TopicEvents(OTHER);
    private final LongAdder delayed = new LongAdder();
    private final LongAdder due = new LongAdder();
    private final LongAdder halves = new LongAdder();
    private final LongAdder moved = new LongAdder();
    private final LongAdder committed = new LongAdder();
    private final LongAdder rolledBack = new LongAdder();

    /// How long transactions were open, seconds.
    private final Histogram decisionSeconds = new Histogram(5, MINUTE, 10 * MINUTE, HOUR, 12 * HOUR, 24 * HOUR);

    /// How long messages asked to wait, seconds.
    private final Histogram delaySeconds =
            new Histogram(MINUTE, 10 * MINUTE, HOUR, 12 * HOUR, 24 * HOUR, 3 * 24 * HOUR);

    /// @param systemTopic whether a topic is one of the system itself
    public Measures(Predicate<String> systemTopic) {
        this.systemTopic = systemTopic;
    }

    /// The counters of a group and a topic that exists, made when there are none.
    public Consumption consumption(String topic, String group) {
        Map<String, Consumption> ofTopic = consumptions.get(topic);
        Consumption known = ofTopic == null ? null : ofTopic.get(group);
        if (known != null) {
            return known;
        }
        if (consumptionCount.get() >= MAX_CONSUMPTIONS) {
            return otherConsumption;
        }
        Delivered total = systemTopic.test(topic) ? deliveredBySystem : delivered;
        Consumption[] found = new Consumption[1];
        consumptions.compute(topic, (name, existing) -> {
            Map<String, Consumption> groups = existing == null ? new ConcurrentHashMap<>() : existing;
            found[0] = groups.computeIfAbsent(group, added -> {
                consumptionCount.incrementAndGet();
                return new Consumption(topic, added, total);
            });
            return groups;
        });
        return found[0];
    }

    /// Forgets what was counted of a topic.
    public void removeTopic(String topic) {
        Map<String, Consumption> gone = consumptions.remove(topic);
        if (gone != null) {
            gone.values().forEach(this::removed);
        }
        topics.remove(topic);
    }

    /// Forgets what was counted of a group.
    public void removeGroup(String group) {
        consumptions.values().forEach(groups -> {
            Consumption gone = groups.remove(group);
            if (gone != null) {
                removed(gone);
            }
        });
    }

    private void removed(Consumption gone) {
        gone.remove();
        consumptionCount.decrementAndGet();
    }

    /// All pairs of topic and group that got something, and the rest as [#OTHER] when there is one.
    public List<Consumption> consumptions() {
        List<Consumption> all = new ArrayList<>();
        consumptions.values().forEach(groups -> all.addAll(groups.values()));
        if (otherConsumption.reads() > 0) {
            all.add(otherConsumption);
        }
        return all;
    }

    /// Those of one topic.
    public Collection<Consumption> consumptions(String topic) {
        return List.copyOf(consumptions.getOrDefault(topic, Map.of()).values());
    }

    private TopicEvents topic(String topic) {
        TopicEvents known = topics.get(topic);
        if (known != null) {
            return known;
        }
        return topics.size() >= MAX_TOPICS ? otherTopic : topics.computeIfAbsent(topic, TopicEvents::new);
    }

    /// A message was parked until its time.
    public void delayed(String topic, Duration delay) {
        topic(topic).delayed();
        delayed.increment();
        delaySeconds.record(delay.toSeconds());
    }

    /// A message that was parked got into its queue when it was due.
    ///
    /// @param size of the stored message
    public void due(String topic, int size) {
        topic(topic).due(size);
        due.increment();
        moved.increment();
    }

    /// A message was parked until its transaction is decided.
    public void half(String topic) {
        topic(topic).half();
        halves.increment();
    }

    /// The message of a transaction got into its queue.
    ///
    /// @param size of the stored message
    /// @param open how long it was undecided
    public void committed(String topic, int size, Duration open) {
        topic(topic).committed(size);
        committed.increment();
        moved.increment();
        decisionSeconds.record(open.toSeconds());
    }

    /// The message of a transaction will not be seen.
    ///
    /// @param open how long it was undecided
    public void rolledBack(Duration open) {
        rolledBack.increment();
        decisionSeconds.record(open.toSeconds());
    }

    /// The message of a transaction that nobody decided got into another queue.
    public void givenUp() {
        moved.increment();
    }

    /// Topics with delayed or transaction messages.
    public List<TopicEvents> topics() {
        List<TopicEvents> all = new ArrayList<>(topics.values());
        if (otherTopic.delayedMessages() + otherTopic.halfMessages() > 0) {
            all.add(otherTopic);
        }
        return all;
    }

    /// What was delivered of topics that are not of the system.
    public Delivered delivered() {
        return delivered;
    }

    /// What was delivered of topics of the system itself.
    public Delivered deliveredBySystem() {
        return deliveredBySystem;
    }

    /// Messages that were parked, for a time or a transaction.
    public long parkedMessages() {
        return delayed.sum() + halves.sum();
    }

    /// Messages that got into a queue some time after they were sent.
    public long movedMessages() {
        return moved.sum();
    }

    public long delayedMessages() {
        return delayed.sum();
    }

    public long dueMessages() {
        return due.sum();
    }

    public long committedMessages() {
        return committed.sum();
    }

    public long rolledBackMessages() {
        return rolledBack.sum();
    }

    public Histogram decisionSeconds() {
        return decisionSeconds;
    }

    public Histogram delaySeconds() {
        return delaySeconds;
    }
}
