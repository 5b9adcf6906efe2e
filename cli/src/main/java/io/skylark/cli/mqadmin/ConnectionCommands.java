package io.skylark.cli.mqadmin;

import io.skylark.client.error.RefusedException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ProducerGroup;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Commands that show who is connected.
final class ConnectionCommands {
    private ConnectionCommands() {}

    static void producers(Call call) {
        String group = call.options().need("g");
        List<ConsumerGroup.Connection> all = new ArrayList<>();
        Optional<RefusedException> refused = Optional.empty();
        for (String address : Brokers.masters(call.servers().route(call.options().need("t")).brokerDatas())) {
            Command request = ProducerGroup.CONNECTIONS.request(new ProducerGroup.Group(group));
            Command answer = call.servers().ask(address, request);
            if (answer.code() == ResponseCode.SUCCESS) {
                all.addAll(Json.decode(answer.body(), ProducerGroup.Connections.class).connectionSet());
            } else {
                refused = Optional.of(RefusedException.of("The producers of group " + group, address, request, answer));
            }
        }
        if (all.isEmpty() && refused.isPresent()) {
            throw refused.get();
        }
        int number = 0;
        for (ConsumerGroup.Connection each : sorted(all)) {
            number++;
            call.print("%04d  %-32s %-22s %-8s %s%n", number, each.clientId(), each.clientAddr(), each.language(),
                    VersionName.of(each.version()));
        }
    }

    private static List<ConsumerGroup.Connection> sorted(List<ConsumerGroup.Connection> all) {
        return all.stream().sorted(Comparator.comparing(ConsumerGroup.Connection::clientId)).toList();
    }

    /// All producers of a broker, in the words of the original.
    static void allProducers(Call call) {
        String address = call.options().need("b");
        Command answer = call.servers().demand(
                "The list of producers", address, ProducerGroup.ALL.request(Empty.EMPTY));
        new TreeMap<>(Json.decode(answer.body(), ProducerGroup.Table.class).data()).forEach((group, producers) -> {
            if (producers.isEmpty()) {
                call.print("producer group (%s) instances are empty\n", group);
            }
            producers.forEach(each -> call.print(
                    "producer group (%s) instance : clientId=%s,remoteIP=%s, language=%s, version=%d, "
                            + "lastUpdateTimestamp=%d\n",
                    group, each.clientId(), each.remoteIP(), each.language(), each.version(),
                    each.lastUpdateTimestamp()));
        });
    }

    static void consumers(Call call) {
        String group = call.options().need("g");
        ConsumerGroup.Connections connections = call.options().text("b")
                .map(address -> connections(call, group, address))
                .orElseGet(() -> connections(call, group));
        call.print("%-36s %-22s %-10s %s%n", "#ClientId", "#ClientAddr", "#Language", "#Version");
        for (ConsumerGroup.Connection each : sorted(connections.connectionSet())) {
            call.print("%-36s %-22s %-10s %s%n", each.clientId(), each.clientAddr(), each.language(),
                    VersionName.of(each.version()));
        }
        call.print("%nBelow is subscription:\n");
        call.print("%-20s %s%n", "#Topic", "#SubExpression");
        new TreeMap<>(connections.subscriptionTable()).forEach((topic, subscription) ->
                call.print("%-20s %s%n", subscription.topic(), subscription.subString()));
        call.print("\n");
        call.print("ConsumeType: %s%n", connections.consumeType());
        call.print("MessageModel: %s%n", connections.messageModel());
        call.print("ConsumeFromWhere: %s%n", connections.consumeFromWhere());
    }

    private static ConsumerGroup.Connections connections(Call call, String group, String address) {
        Command answer = call.servers().demand("The members of group " + group, address,
                ConsumerGroup.CONNECTIONS.request(new ConsumerGroup.Group(group)));
        return Json.decode(answer.body(), ConsumerGroup.Connections.class);
    }

    /// Where a group is: its retry topic says so.
    static TopicRoute route(Call call, String group) {
        try {
            return call.servers().route(TopicNames.retryTopic(group));
        } catch (TopicNotFoundException never) {
            throw new IllegalArgumentException(
                    "there is no consumer group " + group + ", or nobody of it ever consumed", never);
        }
    }

    /// Of the first broker of the group's retry topic that knows members; as a rule all brokers know all.
    static ConsumerGroup.Connections connections(Call call, String group) {
        List<String> addresses = Brokers.masters(route(call, group).brokerDatas());
        for (String address : addresses) {
            Command answer = call.servers().ask(address,
                    ConsumerGroup.CONNECTIONS.request(new ConsumerGroup.Group(group)));
            if (answer.code() == ResponseCode.SUCCESS) {
                return Json.decode(answer.body(), ConsumerGroup.Connections.class);
            }
        }
        return connections(call, group, addresses.stream().findFirst().orElseThrow(
                () -> new IllegalArgumentException("no master broker has the retry topic of group " + group)));
    }
}
