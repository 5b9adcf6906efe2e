package io.skylark.broker.registry;

import io.skylark.net.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Producers that are connected right now, by group. Shared: concurrent maps.
public final class ProducerRegistry {
    private final Map<String, Map<Connection, Member>> groups = new ConcurrentHashMap<>();
    private final AtomicInteger turns = new AtomicInteger();

    /// The newest connection of each client; one that has left a group and is in another one comes back with its next
    /// heartbeat.
    private final Map<String, Connection> byClientId = new ConcurrentHashMap<>();

    public void heartbeat(String group, Member member) {
        groups.compute(group, (name, existing) -> {
            Map<Connection, Member> members = existing == null ? new ConcurrentHashMap<>() : existing;
            members.put(member.connection(), member);
            return members;
        });
        byClientId.put(member.clientId(), member.connection());
    }

    /// The connection of a client, null when it is in no group.
    public @Nullable Connection find(String clientId) {
        Connection known = byClientId.get(clientId);
        if (known != null) {
            return known;
        }
        for (Map<Connection, Member> members : groups.values()) {
            for (Member member : members.values()) {
                if (member.clientId().equals(clientId)) {
                    return member.connection();
                }
            }
        }
        return null;
    }

    public void remove(String group, Connection connection) {
        groups.computeIfPresent(group, (name, members) -> {
            Member left = members.remove(connection);
            if (left != null) {
                byClientId.remove(left.clientId(), connection);
            }
            return members.isEmpty() ? null : members;
        });
    }

    /// One of the group's members whose connection is open, another one each time; null when there is none.
    public @Nullable Member next(String group) {
        List<Member> members = groups.getOrDefault(group, Map.of()).values().stream()
                .filter(member -> member.connection().isOpen())
                .toList();
        return members.isEmpty() ? null : members.get(Math.floorMod(turns.getAndIncrement(), members.size()));
    }

    /// Members of a group, none when there is no such group.
    public List<Member> members(String group) {
        return List.copyOf(groups.getOrDefault(group, Map.of()).values());
    }

    /// Groups that have members.
    public Set<String> groups() {
        return Set.copyOf(groups.keySet());
    }

    /// Removes a closed connection from all groups.
    public void remove(Connection connection) {
        groups.keySet().forEach(group -> remove(group, connection));
    }

    /// Members that have not been heard of for too long.
    public List<Member> silentSince(long now, Duration limit) {
        return groups.values().stream()
                .flatMap(members -> members.values().stream())
                .filter(member -> now - member.lastHeartbeat() > limit.toMillis())
                .toList();
    }
}
