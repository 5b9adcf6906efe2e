package io.skylark.broker.session;

import io.skylark.broker.filter.SubscriptionFilters;
import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.Member;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.broker.registry.ProducerRegistry;
import io.skylark.broker.table.Group;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.TopicCreation;
import io.skylark.net.Connection;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Clients come, stay and go; members of a group hear of each other. Heartbeats run on virtual threads, because the
/// first one of a group creates the group and its retry topic.
public final class SessionHandlers {
    /// A client that was silent for so long is gone, although its connection is open.
    public static final Duration SILENCE_LIMIT = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(SessionHandlers.class);

    private final SubscriptionFilters filters;
    private final ConsumerRegistry consumers;
    private final ProducerRegistry producers;
    private final GroupTable groups;
    private final TopicCreation creation;
    private final InstantSource clock;
    private final Set<Connection> watched = ConcurrentHashMap.newKeySet();

    public SessionHandlers(
            SubscriptionFilters filters,
            ConsumerRegistry consumers,
            ProducerRegistry producers,
            GroupTable groups,
            TopicCreation creation,
            InstantSource clock) {
        this.filters = filters;
        this.consumers = consumers;
        this.producers = producers;
        this.groups = groups;
        this.creation = creation;
        this.clock = clock;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(Heartbeat.API.code(), this::heartbeat);
        routes.blocking(Heartbeat.UNREGISTER.code(), this::unregister);
        routes.direct(Heartbeat.CHECK.code(), this::check);
        routes.direct(ConsumerGroup.MEMBERS.code(), this::members);
    }

    private void heartbeat(Exchange exchange) {
        Command request = exchange.request();
        Connection connection = exchange.connection();
        Heartbeat.Data data = Json.decode(request.body(), Heartbeat.Data.class);
        Member member = new Member(
                connection, data.clientID(), request.language(), request.version(), clock.millis());
        for (Heartbeat.Consumer consumer : data.consumerDataSet()) {
            consumerHeartbeat(consumer, member);
        }
        for (Heartbeat.Producer producer : data.producerDataSet()) {
            producers.heartbeat(producer.groupName(), member);
        }
        watch(connection);
        exchange.reply(Heartbeat.API.success(new Heartbeat.Answer(false, false)));
    }

    private void consumerHeartbeat(Heartbeat.Consumer consumer, Member member) {
        Group group = groups.require(consumer.groupName());
        MessageModel model = Objects.requireNonNullElse(consumer.messageModel(), MessageModel.CLUSTERING);
        if (model == MessageModel.CLUSTERING) {
            creation.retryTopic(group, consumer.unitMode());
        }
        boolean changed = consumers.heartbeat(
                new ConsumerRegistry.Announcement(
                        consumer.groupName(),
                        Objects.requireNonNullElse(consumer.consumeType(), ConsumeType.CONSUME_PASSIVELY),
                        model,
                        Objects.requireNonNullElse(
                                consumer.consumeFromWhere(), ConsumeFrom.CONSUME_FROM_LAST_OFFSET),
                        consumer.subscriptionDataSet()),
                member);
        if (changed) {
            LOG.info("group {}: {} from {} joined or changed its subscription",
                    consumer.groupName(), member.clientId(), member.connection());
            notifyMembers(consumer.groupName());
        }
    }

    /// A connection's memberships end with it.
    private void watch(Connection connection) {
        if (watched.add(connection)) {
            connection.onClose(() -> {
                watched.remove(connection);
                drop(connection);
            });
        }
    }

    private void drop(Connection connection) {
        producers.remove(connection);
        for (String group : consumers.remove(connection)) {
            LOG.info("group {}: {} left with its connection", group, connection);
            notifyMembers(group);
        }
    }

    private void unregister(Exchange exchange) {
        Heartbeat.Unregister request = Heartbeat.UNREGISTER.decodeRequest(exchange.request());
        if (request.producerGroup() != null) {
            producers.remove(request.producerGroup(), exchange.connection());
        }
        String group = request.consumerGroup();
        if (group != null && consumers.remove(group, exchange.connection())) {
            LOG.info("group {}: {} unregistered", group, request.clientID());
            notifyMembers(group);
        }
        exchange.reply(Heartbeat.UNREGISTER.success(Empty.EMPTY));
    }

    /// A consumer asks, before it announces a subscription, whether it could be used.
    private void check(Exchange exchange) {
        Command request = exchange.request();
        if (request.body().hasRemaining()) {
            Heartbeat.Proposal proposal = Json.decode(request.body(), Heartbeat.Proposal.class);
            if (proposal.subscriptionData() != null) {
                filters.check(proposal.subscriptionData());
            }
        }
        exchange.reply(Heartbeat.CHECK.success(Empty.EMPTY));
    }

    private void members(Exchange exchange) {
        ConsumerGroup.Group request = ConsumerGroup.MEMBERS.decodeRequest(exchange.request());
        OnlineGroup online = consumers.find(request.consumerGroup());
        if (online == null) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR, "no consumer for this group, " + request.consumerGroup());
        }
        exchange.reply(ConsumerGroup.MEMBERS
                .success(Empty.EMPTY)
                .withBody(Json.encode(new ConsumerGroup.Members(online.clientIds()))));
    }

    /// Tells every member that the group changed, whoever caused it.
    private void notifyMembers(String name) {
        Group group = groups.find(name);
        OnlineGroup online = consumers.find(name);
        if (online == null || online.model() == MessageModel.BROADCASTING
                || (group != null && !group.notifyConsumerIdsChangedEnable())) {
            return;
        }
        for (Member member : online.members()) {
            member.connection().oneway(
                    ConsumerGroup.CHANGED.oneway(new ConsumerGroup.Group(name), Command.NO_BODY));
        }
    }

    /// Closes connections of clients that were silent for too long.
    public void closeSilent() {
        long now = clock.millis();
        close(consumers.silentSince(now, SILENCE_LIMIT));
        close(producers.silentSince(now, SILENCE_LIMIT));
    }

    private void close(List<Member> silent) {
        for (Member member : silent) {
            LOG.warn("{} from {} sent no heartbeat for {} s, closing",
                    member.clientId(), member.connection(), SILENCE_LIMIT.toSeconds());
            member.connection().close();
        }
    }
}
