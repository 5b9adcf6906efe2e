package io.skylark.nameserver.route;

import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.TopicConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a broker says of itself when it registers.
///
/// @param id 0 for the broker of this name that takes writes
/// @param haServer where replicas of this broker fetch from, empty when unknown
/// @param actsAsMaster whether the lowest id may serve reads when there is no id 0
/// @param timeout the registration ends when it is not repeated within this time
/// @param topics of a broker elsewhere those that changed, or all; of one in this process all
/// @param origin the connection it came over; null for a broker of this process, which only it can withdraw
public record Announcement(
        String cluster,
        String brokerName,
        long id,
        BrokerAddress address,
        String haServer,
        boolean actsAsMaster,
        @Nullable String zone,
        Duration timeout,
        DataVersion version,
        Map<String, TopicConfig> topics,
        List<String> filterServers,
        @Nullable Origin origin) {

    public Announcement {
        version = complete(version);
        filterServers = List.copyOf(filterServers);
    }

    /// Old brokers leave members of the version out; they count as 0.
    static DataVersion complete(DataVersion version) {
        return new DataVersion(
                Objects.requireNonNullElse(version.stateVersion(), 0L), version.timestamp(),
                Objects.requireNonNullElse(version.counter(), 0L));
    }

    boolean isLocal() {
        return origin == null;
    }
}
