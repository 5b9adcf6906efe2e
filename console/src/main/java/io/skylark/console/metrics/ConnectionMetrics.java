package io.skylark.console.metrics;

import io.skylark.broker.BrokerView;
import io.skylark.broker.registry.Member;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.net.Connection;
import io.skylark.protocol.Version;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Who is connected.
final class ConnectionMetrics {
    private final BrokerView broker;

    private record Client(String language, String version) {
        static Client of(Member member) {
            return new Client(
                    member.language().name().toLowerCase(Locale.ROOT),
                    Version.name(member.version()).toLowerCase(Locale.ROOT));
        }
    }

    ConnectionMetrics(BrokerView broker) {
        this.broker = broker;
    }

    void collect(Scrape scrape) {
        Map<Connection, Member> producers = new HashMap<>(); // one may be in several groups
        broker.producers().groups().forEach(group -> broker.producers().members(group)
                .forEach(member -> producers.put(member.connection(), member)));
        count(producers.values()).forEach((client, count) -> scrape.add(
                Metric.PRODUCER_CONNECTIONS, count, "language", client.language, "version", client.version,
                "protocol_type", "remoting"));
        for (OnlineGroup group : broker.consumers().online()) {
            String mode = switch (group.consumeType()) {
                case CONSUME_ACTIVELY -> "pull";
                case CONSUME_PASSIVELY -> "push";
                case CONSUME_POP -> "pop";
            };
            String system = Boolean.toString(broker.groups().isSystem(group.name()));
            count(group.members()).forEach((client, count) -> scrape.add(
                    Metric.CONSUMER_CONNECTIONS, count, "consumer_group", group.name(), "language", client.language,
                    "version", client.version, "consume_mode", mode, "protocol_type", "remoting",
                    "is_system", system));
        }
    }

    private static Map<Client, Long> count(Collection<Member> members) {
        return members.stream().collect(Collectors.groupingBy(Client::of, Collectors.counting()));
    }
}
