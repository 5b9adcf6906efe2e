package io.skylark.broker.registry;

import io.skylark.net.Connection;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A consumer group with its members and what they subscribe to. Changed under the registry's lock of this group, read
/// by any thread.
///
/// The group has one set of subscriptions: the newest one sent by any member wins, as in RocketMQ.
public final class OnlineGroup {
    private final String name;
    private final Map<Connection, Member> members = new ConcurrentHashMap<>();
    private volatile Map<String, SubscriptionData> subscriptions = Map.of();
    private volatile ConsumeType consumeType = ConsumeType.CONSUME_PASSIVELY;
    private volatile MessageModel model = MessageModel.CLUSTERING;
    private volatile ConsumeFrom from = ConsumeFrom.CONSUME_FROM_LAST_OFFSET;

    OnlineGroup(String name) {
        this.name = name;
    }

    boolean heartbeat(ConsumerRegistry.Announcement announcement, Member member) {
        consumeType = announcement.consumeType();
        model = announcement.model();
        from = announcement.from();
        boolean changed = updateSubscriptions(announcement);
        Member before = members.put(member.connection(), member);
        return changed || before == null || !before.clientId().equals(member.clientId());
    }

    private boolean updateSubscriptions(ConsumerRegistry.Announcement announcement) {
        Map<String, SubscriptionData> before = subscriptions;
        Map<String, SubscriptionData> next = announcement.subscriptions().stream()
                .collect(Collectors.toUnmodifiableMap(
                        SubscriptionData::topic,
                        sent -> newer(before.get(sent.topic()), sent),
                        OnlineGroup::newer));
        subscriptions = next;
        return !next.keySet().equals(before.keySet());
    }

    private static SubscriptionData newer(@Nullable SubscriptionData known, SubscriptionData sent) {
        return known == null || sent.subVersion() >= known.subVersion() ? sent : known;
    }

    boolean remove(Connection connection) {
        return members.remove(connection) != null;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    public String name() {
        return name;
    }

    public List<Member> members() {
        return List.copyOf(members.values());
    }

    public List<String> clientIds() {
        return members.values().stream().map(Member::clientId).distinct().toList();
    }

    public @Nullable SubscriptionData subscription(String topic) {
        return subscriptions.get(topic);
    }

    /// By topic.
    public Map<String, SubscriptionData> subscriptions() {
        return subscriptions;
    }

    public ConsumeType consumeType() {
        return consumeType;
    }

    public MessageModel model() {
        return model;
    }

    public ConsumeFrom from() {
        return from;
    }
}
