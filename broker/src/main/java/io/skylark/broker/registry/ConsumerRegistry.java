package io.skylark.broker.registry;

import io.skylark.net.Connection;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Consumer groups that have members right now. Shared: a concurrent map of groups, each with a lock of its own.
public final class ConsumerRegistry {
    /// What a consumer says of itself in a heartbeat.
    public record Announcement(
            String group,
            ConsumeType consumeType,
            MessageModel model,
            ConsumeFrom from,
            Collection<SubscriptionData> subscriptions) {}

    private final Map<String, OnlineGroup> groups = new ConcurrentHashMap<>();

    /// Takes a heartbeat.
    ///
    /// @return whether members or subscriptions changed
    public boolean heartbeat(Announcement announcement, Member member) {
        boolean[] changed = new boolean[1];
        groups.compute(announcement.group(), (name, existing) -> {
            OnlineGroup group = existing == null ? new OnlineGroup(name) : existing;
            changed[0] = group.heartbeat(announcement, member);
            return group;
        });
        return changed[0];
    }

    /// Removes one member.
    ///
    /// @return whether it was one
    public boolean remove(String group, Connection connection) {
        boolean[] removed = new boolean[1];
        groups.computeIfPresent(group, (name, online) -> {
            removed[0] = online.remove(connection);
            return online.isEmpty() ? null : online;
        });
        return removed[0];
    }

    /// Removes a closed connection from all groups.
    ///
    /// @return the groups it was in
    public List<String> remove(Connection connection) {
        List<String> left = new ArrayList<>();
        for (String group : groups.keySet()) {
            if (remove(group, connection)) {
                left.add(group);
            }
        }
        return left;
    }

    /// Members that have not been heard of for too long.
    public List<Member> silentSince(long now, Duration limit) {
        return groups.values().stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> now - member.lastHeartbeat() > limit.toMillis())
                .toList();
    }

    /// Groups that have members, in a copy.
    public List<OnlineGroup> online() {
        return List.copyOf(groups.values());
    }

    /// The group, null when it has no members.
    public @Nullable OnlineGroup find(String group) {
        return groups.get(group);
    }

    /// Groups with members that subscribe to a topic.
    public List<String> subscribersOf(String topic) {
        return groups.values().stream()
                .filter(group -> group.subscription(topic) != null)
                .map(OnlineGroup::name)
                .toList();
    }
}
