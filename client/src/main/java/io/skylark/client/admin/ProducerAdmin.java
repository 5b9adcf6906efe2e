package io.skylark.client.admin;

import io.skylark.client.error.RefusedException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ProducerGroup;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Looks at who sends.
public final class ProducerAdmin {
    /// A producer at a broker.
    ///
    /// @param address `host:port` as the broker sees it, if it tells
    /// @param lastSeen when its last heartbeat came, if the broker tells
    public record Connection(
            String group,
            String broker,
            String clientId,
            Optional<String> address,
            Optional<String> language,
            int version,
            Optional<Instant> lastSeen) {}

    private static final Comparator<Connection> ORDER = Comparator.comparing(Connection::group)
            .thenComparing(Connection::broker)
            .thenComparing(Connection::clientId);

    private final Servers servers;

    ProducerAdmin(Servers servers) {
        this.servers = servers;
    }

    /// All producers, by group, broker and client.
    ///
    /// @throws io.skylark.client.error.SkylarkException when a broker does not tell
    public List<Connection> all() {
        List<Connection> all = new ArrayList<>();
        servers.masters().forEach((broker, address) -> {
            Command answer = servers.demand("The list of producers", address, ProducerGroup.ALL.request(Empty.EMPTY));
            Json.decode(answer.body(), ProducerGroup.Table.class).data().forEach((group, producers) ->
                    producers.forEach(each -> all.add(new Connection(
                            group, broker, each.clientId(), Optional.ofNullable(each.remoteIP()),
                            Optional.ofNullable(each.language()), each.version(),
                            Optional.of(Instant.ofEpochMilli(each.lastUpdateTimestamp()))))));
        });
        all.sort(ORDER);
        return List.copyOf(all);
    }

    /// The producers of one group, by broker and client; none when nobody of it is there.
    public List<Connection> ofGroup(String group) {
        GroupAdmin.checkGroup(group);
        Command request = ProducerGroup.CONNECTIONS.request(new ProducerGroup.Group(group));
        List<Connection> all = new ArrayList<>();
        servers.masters().forEach((broker, address) -> {
            Command answer = servers.call(address, request);
            if (answer.code() == ResponseCode.SYSTEM_ERROR && !RefusedException.isDenial(answer)) {
                return; // that is how a broker says that there is none
            }
            if (answer.code() != ResponseCode.SUCCESS) {
                throw RefusedException.of("The producers of group " + group, address, request, answer);
            }
            for (ConsumerGroup.Connection each :
                    Json.decode(answer.body(), ProducerGroup.Connections.class).connectionSet()) {
                all.add(new Connection(
                        group, broker, each.clientId(), Optional.ofNullable(each.clientAddr()),
                        Optional.ofNullable(each.language()), each.version(), Optional.empty()));
            }
        });
        all.sort(ORDER);
        return List.copyOf(all);
    }
}
