package io.skylark.nameserver.route;

import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Brokers and their topics as they registered.
///
/// Shared. One lock covers every change and every lease. Readers take none: brokers are one immutable map that is
/// replaced, the queues of a topic another, see [RouteReader].
public final class RouteTable {
    /// Addresses of brokers, all told.
    public static final int MAX_ADDRESSES = 4096;

    public static final int MAX_TOPICS = 2_000_000;

    private final LongSupplier nanoClock;
    private final int maxAddresses;
    private final int maxTopics;
    private final ReentrantLock lock = new ReentrantLock();
    private final TopicQueues topics = new TopicQueues();
    private volatile SortedMap<String, BrokerEntry> brokers = Collections.emptySortedMap();

    /// @param nanoClock a clock that nobody sets: a jump of the wall clock must not cost every broker its registration
    public RouteTable(LongSupplier nanoClock) {
        this(nanoClock, MAX_ADDRESSES, MAX_TOPICS);
    }

    RouteTable(LongSupplier nanoClock, int maxAddresses, int maxTopics) {
        this.nanoClock = nanoClock;
        this.maxAddresses = maxAddresses;
        this.maxTopics = maxTopics;
    }

    SortedMap<String, BrokerEntry> brokers() {
        return brokers;
    }

    TopicQueues topics() {
        return topics;
    }

    /// Takes a registration, new or repeated.
    public Outcome register(Announcement announcement) {
        lock.lock();
        try {
            BrokerEntry known = brokers.get(announcement.brokerName());
            SortedMap<Long, Member> members =
                    new TreeMap<>(known == null ? Collections.emptySortedMap() : known.members());
            members.values().removeIf(member -> hasMoved(member, announcement));
            Member before = members.get(announcement.id());
            Outcome objection = objection(announcement, before);
            if (objection != null) {
                return objection;
            }
            boolean changed = before == null || !before.lease().version().equals(announcement.version());
            members.put(announcement.id(), member(announcement, before));
            publish(new BrokerEntry(
                    announcement.brokerName(), announcement.cluster(), announcement.actsAsMaster(),
                    announcement.zone(), members));
            takeTopics(announcement, members, changed);
            return new Outcome.Accepted(before == null, master(announcement, members));
        } finally {
            lock.unlock();
        }
    }

    /// The broker came back with the same address under another id.
    private static boolean hasMoved(Member member, Announcement announcement) {
        return member.id() != announcement.id()
                && member.isLocal() == announcement.isLocal()
                && member.address().equals(announcement.address());
    }

    private @Nullable Outcome objection(Announcement announcement, @Nullable Member before) {
        if (announcement.isLocal()) {
            return null;
        }
        if (before != null && before.isLocal()) {
            return new Outcome.Refused("register broker failed: broker " + announcement.brokerName() + " with id "
                    + announcement.id() + " runs in the process of this name server");
        }
        if (before == null && announcement.topics().size() == 1) {
            // a change of one topic from a broker that is unknown here; refused, it sends all of them
            return new Outcome.Refused("register broker failed");
        }
        if (before != null
                && !before.address().equals(announcement.address())
                && stateVersion(before.lease().version()) > stateVersion(announcement.version())) {
            return new Outcome.Outdated();
        }
        if (before == null && addressCount() >= maxAddresses) {
            return new Outcome.Refused("register broker failed: " + maxAddresses + " brokers are registered");
        }
        if (topics.size() + topics.countNew(announcement.topics().keySet()) > maxTopics) {
            return new Outcome.Refused("register broker failed: more than " + maxTopics + " topics");
        }
        return null;
    }

    private static long stateVersion(DataVersion version) {
        return Objects.requireNonNullElse(version.stateVersion(), 0L);
    }

    private int addressCount() {
        return brokers.values().stream().mapToInt(broker -> broker.members().size()).sum();
    }

    /// The same lease as before when it is the same broker, so that a repeated registration changes nothing to publish.
    private Member member(Announcement announcement, @Nullable Member before) {
        long now = nanoClock.getAsLong();
        Lease lease = before != null && before.address().equals(announcement.address())
                ? before.lease()
                : new Lease(announcement, now);
        lease.renew(announcement, now);
        return new Member(
                announcement.id(), announcement.address(), announcement.haServer(), announcement.filterServers(),
                lease);
    }

    private void publish(BrokerEntry entry) {
        if (!entry.equals(brokers.get(entry.name()))) {
            SortedMap<String, BrokerEntry> replaced = new TreeMap<>(brokers);
            replaced.put(entry.name(), entry);
            brokers = Collections.unmodifiableSortedMap(replaced);
        }
    }

    /// Topics are the master's to announce, or the acting master's, who takes no writes. With an unchanged version only
    /// those are taken that are missing here, so that a write permission that was wiped stays wiped.
    private void takeTopics(Announcement announcement, SortedMap<Long, Member> members, boolean changed) {
        boolean master = announcement.id() == BrokerEntry.MASTER;
        if (!master && !(announcement.actsAsMaster() && announcement.id() == members.firstKey())) {
            return;
        }
        String broker = announcement.brokerName();
        announcement.topics().forEach((topic, config) -> {
            if (changed || !topics.has(topic, broker)) {
                QueueData queues = queues(broker, config);
                topics.put(topic, master ? queues : TopicQueues.withoutWrite(queues));
            }
        });
        if (announcement.isLocal() && changed) {
            topics.removeBroker(broker, announcement.topics()::containsKey);
        }
    }

    private static QueueData queues(String broker, TopicConfig config) {
        return new QueueData(
                broker, config.readQueueNums(), config.writeQueueNums(), config.perm(), config.topicSysFlag());
    }

    private static Outcome.@Nullable Master master(Announcement announcement, SortedMap<Long, Member> members) {
        Member master = members.get(BrokerEntry.MASTER);
        return announcement.id() == BrokerEntry.MASTER || master == null
                ? null
                : new Outcome.Master(master.address(), master.haServer());
    }

    /// What a broker learns when it asks whether it has to register again.
    ///
    /// @param equal whether it has what is registered
    public record Confirmation(DataVersion registered, boolean equal) {}

    /// Compares the version that a broker has with the one that is registered. When they are equal, that counts as a
    /// registration. Empty when the broker is not registered.
    public Optional<Confirmation> confirm(String brokerName, BrokerAddress address, @Nullable DataVersion version) {
        lock.lock();
        try {
            BrokerEntry broker = brokers.get(brokerName);
            if (broker == null) {
                return Optional.empty();
            }
            return broker.members().values().stream()
                    .filter(member -> member.address().equals(address))
                    .findFirst()
                    .map(member -> confirm(member.lease(), version));
        } finally {
            lock.unlock();
        }
    }

    private Confirmation confirm(Lease lease, @Nullable DataVersion version) {
        boolean equal = version != null && lease.version().equals(Announcement.complete(version));
        if (equal) {
            lease.heard(nanoClock.getAsLong());
        }
        return new Confirmation(lease.version(), equal);
    }

    /// Withdraws a broker that said so itself, over the network. Its id does not matter, as in RocketMQ.
    public List<Lost> unregister(String brokerName, BrokerAddress address) {
        return remove((broker, member) -> broker.name().equals(brokerName)
                && member.address().equals(address) && !member.isLocal());
    }

    /// Withdraws a broker of this process.
    public List<Lost> unregisterLocal(String brokerName, long id) {
        return remove((broker, member) -> broker.name().equals(brokerName) && member.id() == id && member.isLocal());
    }

    /// Withdraws all that came over a connection that is closed.
    public List<Lost> disconnected(Origin origin) {
        return remove((broker, member) -> member.lease().cameOver(origin));
    }

    /// Withdraws all that were not heard of for too long.
    public List<Lost> expire() {
        long now = nanoClock.getAsLong();
        return remove((broker, member) -> member.lease().isOver(now));
    }

    private List<Lost> remove(BiPredicate<BrokerEntry, Member> condition) {
        lock.lock();
        try {
            List<Lost> lost = new ArrayList<>();
            SortedMap<String, BrokerEntry> left = new TreeMap<>(brokers);
            for (BrokerEntry broker : brokers.values()) {
                SortedMap<Long, Member> members = new TreeMap<>(broker.members());
                members.values().removeIf(member -> {
                    boolean removed = condition.test(broker, member);
                    if (removed) {
                        lost.add(new Lost(broker.name(), member.id(), member.address(), member.lease().origin()));
                    }
                    return removed;
                });
                left.put(broker.name(), broker.withMembers(members));
            }
            if (!lost.isEmpty()) {
                left.values().removeIf(broker -> broker.members().isEmpty());
                List<String> gone = brokers.keySet().stream().filter(name -> !left.containsKey(name)).toList();
                brokers = Collections.unmodifiableSortedMap(left);
                gone.forEach(name -> topics.removeBroker(name, topic -> false));
            }
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /// Takes the write permission of all topics of a broker away; the number of topics.
    public int wipeWritePermission(String brokerName) {
        return changePermission(brokerName, true);
    }

    /// Gives a broker's topics the permission to read and write; the number of topics.
    public int addWritePermission(String brokerName) {
        return changePermission(brokerName, false);
    }

    private int changePermission(String brokerName, boolean wipe) {
        lock.lock();
        try {
            return topics.changePermission(
                    brokerName, perm -> wipe ? perm & ~Permission.WRITE : Permission.READ | Permission.WRITE);
        } finally {
            lock.unlock();
        }
    }

    /// Forgets a topic, on the brokers of one cluster or on all, until a broker registers it again.
    public void deleteTopic(String topic, @Nullable String cluster) {
        lock.lock();
        try {
            if (cluster == null || cluster.isEmpty()) {
                topics.removeTopic(topic);
                return;
            }
            for (BrokerEntry broker : brokers.values()) {
                if (broker.cluster().equals(cluster)) {
                    topics.remove(topic, broker.name());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Adds queues of a topic on brokers that are registered; those of others are left out.
    public void registerTopic(String topic, List<QueueData> queues) {
        lock.lock();
        try {
            for (QueueData onBroker : queues) {
                boolean fits = topics.size() + topics.countNew(List.of(topic)) <= maxTopics;
                if (fits && brokers.containsKey(onBroker.brokerName())) {
                    topics.put(topic, onBroker);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
