package io.skylark.nameserver;

import io.skylark.nameserver.route.RouteReader;
import io.skylark.nameserver.route.RouteTable;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Registration;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.api.WritePermission;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lists and changes the topics that are registered, for administrators. On virtual threads: with many topics each of
/// these takes its time.
final class TopicHandlers {
    private final RouteTable table;
    private final RouteReader reader;
    private final Supplier<NameServerConfig> config;

    TopicHandlers(RouteTable table, RouteReader reader, Supplier<NameServerConfig> config) {
        this.table = table;
        this.reader = reader;
        this.config = config;
    }

    void routes(Router.Builder router) {
        router.blocking(Topics.LIST_AT_NAME_SERVER.code(), this::list)
                .blocking(Topics.LIST_OF_CLUSTER.code(), this::listOfCluster)
                .blocking(Topics.LIST_OF_SYSTEM.code(), exchange ->
                        reply(exchange, reader.systemTopics(RouteHandlers.dialled(exchange))))
                .blocking(Topics.LIST_OF_UNITS.code(), exchange -> listOfUnits(exchange, TopicConfig.UNIT, 0))
                .blocking(Topics.LIST_SUBSCRIBED_BY_UNITS.code(), exchange ->
                        listOfUnits(exchange, TopicConfig.UNIT_SUBSCRIBED, 0))
                .blocking(Topics.LIST_SUBSCRIBED_BY_UNITS_ONLY.code(), exchange ->
                        listOfUnits(exchange, TopicConfig.UNIT_SUBSCRIBED, TopicConfig.UNIT))
                .blocking(Topics.DELETE_IN_NAME_SERVER.code(), this::delete)
                .blocking(Registration.REGISTER_TOPIC.code(), this::register)
                .blocking(WritePermission.WIPE.code(), this::wipe)
                .blocking(WritePermission.ADD.code(), this::add);
    }

    private void list(Exchange exchange) {
        checkEnabled(config.get().enableAllTopicList());
        reply(exchange, reader.topics());
    }

    private void listOfCluster(Exchange exchange) {
        checkEnabled(config.get().enableTopicList());
        reply(exchange, reader.topicsOf(Topics.LIST_OF_CLUSTER.decodeRequest(exchange.request()).cluster()));
    }

    private void listOfUnits(Exchange exchange, int with, int without) {
        checkEnabled(config.get().enableTopicList());
        reply(exchange, reader.topicsFlagged(with, without));
    }

    private static void checkEnabled(boolean enabled) {
        if (!enabled) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, "disable");
        }
    }

    private static void reply(Exchange exchange, TopicList topics) {
        exchange.reply(Command.response(ResponseCode.SUCCESS, null).withBody(Json.encode(topics)));
    }

    private void delete(Exchange exchange) {
        Topics.Delete request = Topics.DELETE_IN_NAME_SERVER.decodeRequest(exchange.request());
        table.deleteTopic(RegistrationHandlers.required(request.topic(), "topic"), request.clusterName());
        exchange.reply(Topics.DELETE_IN_NAME_SERVER.success(Empty.EMPTY));
    }

    private void register(Exchange exchange) {
        Command request = exchange.request();
        @Nullable String topic = Registration.REGISTER_TOPIC.decodeRequest(request).topic();
        RegistrationHandlers.required(topic, "topic");
        if (request.body().hasRemaining()) {
            table.registerTopic(topic, Json.decode(request.body(), Registration.Queues.class).queueDatas());
        }
        exchange.reply(Registration.REGISTER_TOPIC.success(Empty.EMPTY));
    }

    private void wipe(Exchange exchange) {
        String broker = broker(WritePermission.WIPE.decodeRequest(exchange.request()));
        exchange.reply(WritePermission.WIPE.success(new WritePermission.Wiped(table.wipeWritePermission(broker))));
    }

    private void add(Exchange exchange) {
        String broker = broker(WritePermission.ADD.decodeRequest(exchange.request()));
        exchange.reply(WritePermission.ADD.success(new WritePermission.Added(table.addWritePermission(broker))));
    }

    private static String broker(WritePermission.Broker request) {
        return RegistrationHandlers.required(request.brokerName(), "brokerName");
    }
}
