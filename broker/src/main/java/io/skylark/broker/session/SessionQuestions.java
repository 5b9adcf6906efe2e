package io.skylark.broker.session;

import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.Member;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.broker.registry.ProducerRegistry;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ProducerGroup;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What administrators ask about who is connected. On virtual threads.
public final class SessionQuestions {
    private final ConsumerRegistry consumers;
    private final ProducerRegistry producers;

    public SessionQuestions(ConsumerRegistry consumers, ProducerRegistry producers) {
        this.consumers = consumers;
        this.producers = producers;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(ConsumerGroup.CONNECTIONS.code(), this::consumers);
        routes.blocking(ConsumerGroup.SUBSCRIPTION.code(), this::subscription);
        routes.blocking(ProducerGroup.CONNECTIONS.code(), this::producers);
        routes.blocking(ProducerGroup.ALL.code(), this::allProducers);
    }

    private void consumers(Exchange exchange) {
        String group = ConsumerGroup.CONNECTIONS.decodeRequest(exchange.request()).consumerGroup();
        OnlineGroup online = consumers.find(group);
        if (online == null) {
            throw new RequestFailure(
                    ResponseCode.CONSUMER_NOT_ONLINE, "the consumer group[" + group + "] not online");
        }
        answer(exchange, new ConsumerGroup.Connections(
                connections(online.members()), new TreeMap<>(online.subscriptions()), online.consumeType(),
                online.model(), online.from()));
    }

    private void subscription(Exchange exchange) {
        ConsumerGroup.NameInTopic request = ConsumerGroup.SUBSCRIPTION.decodeRequest(exchange.request());
        answer(exchange, new ConsumerGroup.Subscribed(
                request.group(), request.topic(), subscription(request.group(), request.topic())));
    }

    private @Nullable SubscriptionData subscription(String group, @Nullable String topic) {
        OnlineGroup online = consumers.find(group);
        return online == null || topic == null ? null : online.subscription(topic);
    }

    private void producers(Exchange exchange) {
        String group = ProducerGroup.CONNECTIONS.decodeRequest(exchange.request()).producerGroup();
        List<Member> members = producers.members(group);
        if (members.isEmpty()) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "the producer group[" + group + "] not exist");
        }
        answer(exchange, new ProducerGroup.Connections(connections(members)));
    }

    private void allProducers(Exchange exchange) {
        Map<String, List<ProducerGroup.Producer>> data = new TreeMap<>();
        for (String group : producers.groups()) {
            List<Member> members = producers.members(group);
            if (!members.isEmpty()) {
                data.put(group, members.stream().map(SessionQuestions::producer).toList());
            }
        }
        answer(exchange, new ProducerGroup.Table(data));
    }

    /// The address is written as RocketMQ writes it here, and only here: with a slash before it.
    private static ProducerGroup.Producer producer(Member member) {
        return new ProducerGroup.Producer(
                member.clientId(), "/" + address(member), member.language().name(), member.version(),
                member.lastHeartbeat());
    }

    private static List<ConsumerGroup.Connection> connections(List<Member> members) {
        return members.stream()
                .map(member -> new ConsumerGroup.Connection(
                        member.clientId(), address(member), member.language().name(), member.version()))
                .toList();
    }

    private static String address(Member member) {
        InetSocketAddress remote = member.connection().remoteAddress();
        return remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }

    private static void answer(Exchange exchange, Record body) {
        Command success = ProducerGroup.ALL.success(Empty.EMPTY);
        exchange.reply(success.withBody(Json.encode(body)));
    }
}
