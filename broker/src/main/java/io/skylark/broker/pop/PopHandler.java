package io.skylark.broker.pop;

import io.skylark.broker.config.Identity;
import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.table.Group;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks a pop, in the order and the words of RocketMQ, and answers or holds it. Runs on the event loop.
final class PopHandler {
    static final String SEE =
            "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.";

    private final LiveConfig config;
    private final Identity identity;
    private final TopicTable topics;
    private final GroupTable groups;
    private final PopService service;
    private final PopFilters filters;
    private final Executor coldReads;
    private final Supplier<Router> router;
    private final HeldPops held;
    private final PopAnswers answers;

    PopHandler(
            LiveConfig config,
            Identity identity,
            TopicTable topics,
            GroupTable groups,
            PopService service,
            HeldPops held,
            PopFilters filters,
            Executor coldReads,
            Supplier<Router> router) {
        this.config = config;
        this.identity = identity;
        this.topics = topics;
        this.groups = groups;
        this.service = service;
        this.filters = filters;
        this.coldReads = coldReads;
        this.router = router;
        this.held = held;
        this.answers = new PopAnswers(service, held, topics, coldReads, router);
    }

    void routes(Router.Builder routes) {
        routes.direct(PopMessage.API.code(), this::pop);
        routes.blocking(PopMessage.PEEK.code(), this::peek);
        routes.direct(PopMessage.NOTIFICATION.code(), this::notification);
        routes.direct(PopMessage.POLLING.code(), this::polling);
    }

    private void pop(Exchange exchange) {
        PopMessage.Request request = PopMessage.API.decodeRequest(exchange.request());
        checkReadable(exchange, "pop message");
        if (groups.wouldCreate(request.consumerGroup())) {
            router.get().runBlocking(blocking -> pop(blocking, request), exchange);
        } else {
            pop(exchange, request);
        }
    }

    private void checkReadable(Exchange exchange, String what) {
        if (!Permission.isReadable(config.now().permission())) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION,
                    "the broker[" + identity.name(exchange.connection()) + "] " + what + " is forbidden");
        }
    }

    private void pop(Exchange exchange, PopMessage.Request request) {
        if (request.maxMsgNums() > service.limits().maxMessages()) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER,
                    "the broker[" + identity.name(exchange.connection()) + "] pop message's num is greater than "
                            + service.limits().maxMessages());
        }
        TopicConfig topic = topic(exchange, request.topic(), request.queueId());
        Group group = group(request.consumerGroup());
        PopAsk ask = ask(topic, group, request.queueId(), request.maxMsgNums(), request.invisibleTime(),
                request.initMode(), request.order(), request.attemptId(), request.expType(), request.exp());
        answers.pop(exchange, ask, hold(request.pollTime()));
    }

    private Duration hold(long pollMillis) {
        long most = config.now().longPolling() ? service.limits().maxHold().toMillis() : 0;
        return Duration.ofMillis(Math.clamp(pollMillis, 0, most));
    }

    private PopAsk ask(
            TopicConfig topic, Group group, int queueId, int maxMessages, long invisibleMillis, int initMode,
            @Nullable Boolean order, @Nullable String attemptId, @Nullable String type, @Nullable String expression) {
        groups.checkReadable(group.groupName(), topic.topicName());
        int queues = topic.readQueueNums();
        boolean any = queueId == PopMessage.ANY_QUEUE;
        return new PopAsk(
                group.groupName(), topic.topicName(),
                any ? ThreadLocalRandom.current().nextInt(queues) : queueId, any ? queues : 1, queues,
                filters.parse(type, expression),
                Math.max(1, maxMessages),
                Math.clamp(invisibleMillis, 0, service.limits().maxInvisible().toMillis()),
                initMode,
                Boolean.TRUE.equals(order) || group.consumeMessageOrderly(),
                attemptId);
    }

    private TopicConfig topic(Exchange exchange, String name, int queueId) {
        TopicConfig topic = topics.find(name);
        if (topic == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST, "topic[" + name + "] not exist, apply first please! " + SEE);
        }
        if (!Permission.isReadable(topic.perm())) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "the topic[" + name + "] peeking message is forbidden");
        }
        if (queueId < PopMessage.ANY_QUEUE || queueId >= topic.readQueueNums()) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER,
                    "queueId[" + queueId + "] is illegal, topic:[" + name + "] topicConfig.readQueueNums:["
                            + topic.readQueueNums() + "] consumer:[" + exchange.connection() + "]");
        }
        return topic;
    }

    private Group group(String name) {
        Group group = groups.require(name);
        if (!group.consumeEnable()) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "subscription group no permission, " + name);
        }
        return group;
    }

    /// The group must be there: somebody who only looks creates none.
    private Group knownGroup(String name) {
        Group group = groups.find(name);
        if (group == null) {
            throw new RequestFailure(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + name + "] does not exist, apply first please!" + SEE);
        }
        return group(name);
    }

    private void peek(Exchange exchange) {
        PopMessage.Peek request = PopMessage.PEEK.decodeRequest(exchange.request());
        checkReadable(exchange, "peek message");
        TopicConfig topic = topic(exchange, request.topic(), request.queueId());
        Group group = knownGroup(request.consumerGroup());
        int most = Math.min(request.maxMsgNums(), service.limits().maxMessages());
        PopAsk ask = ask(
                topic, group, request.queueId(), most, 0, PopMessage.INIT_MIN, false, null, null, null);
        PoppedMessages peeked = service.peek(ask);
        PopMessage.Response header = new PopMessage.Response(
                peeked.popTime(), 0, 0, service.unread(ask), null, null, null);
        if (peeked.isEmpty()) {
            exchange.reply(PopMessage.PEEK.response(ResponseCode.PULL_NOT_FOUND, header).withRemark(PopAnswers.NOTHING));
        } else {
            exchange.reply(PopMessage.PEEK.success(header).withRemark(PopAnswers.FOUND), peeked.sizeBytes(), peeked::writeTo);
        }
    }

    private void notification(Exchange exchange) {
        PopMessage.Notification request = PopMessage.NOTIFICATION.decodeRequest(exchange.request());
        checkReadable(exchange, "notification");
        if (groups.wouldCreate(request.consumerGroup())) {
            router.get().runBlocking(blocking -> notification(blocking, request), exchange);
        } else {
            notification(exchange, request);
        }
    }

    private void notification(Exchange exchange, PopMessage.Notification request) {
        TopicConfig topic = topic(exchange, request.topic(), request.queueId());
        Group group = group(request.consumerGroup());
        PopAsk ask = ask(
                topic, group, request.queueId(), 1, 0, PopMessage.INIT_MIN, request.order(), request.attemptId(),
                request.expType(), request.exp());
        router.get().continueOn(coldReads, later -> answers.notify(later, ask, hold(request.pollTime())), exchange);
    }

    private void polling(Exchange exchange) {
        PopMessage.Polling request = PopMessage.POLLING.decodeRequest(exchange.request());
        topic(exchange, request.topic(), request.queueId());
        knownGroup(request.consumerGroup());
        Command answer = PopMessage.POLLING.success(
                new PopMessage.PollingCount(held.count(request.consumerGroup(), request.topic())));
        exchange.reply(answer);
    }
}
