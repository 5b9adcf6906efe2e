package io.skylark.broker.topic;

import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.Pages;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicList;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/// What administrators ask about topics: settings, queues, and who reads them. On virtual threads.
public final class TopicQuestions {
    private final String brokerName;
    private final TopicTable topics;
    private final OffsetTable offsets;
    private final ConsumerRegistry consumers;
    private final MessageStore messages;
    private final ToDoubleFunction<String> putRate;

    /// @param putRate messages a second that a topic gets
    public TopicQuestions(
            String brokerName,
            TopicTable topics,
            OffsetTable offsets,
            ConsumerRegistry consumers,
            MessageStore messages,
            ToDoubleFunction<String> putRate) {
        this.brokerName = brokerName;
        this.topics = topics;
        this.offsets = offsets;
        this.consumers = consumers;
        this.messages = messages;
        this.putRate = putRate;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(Topics.ALL.code(), this::all);
        routes.blocking(Topics.SETTINGS.code(), this::settings);
        routes.blocking(Topics.STATS.code(), this::stats);
        routes.blocking(Topics.GROUPS.code(), this::groups);
        routes.blocking(Topics.LIST_OF_SYSTEM_IN_BROKER.code(), this::system);
    }

    private void all(Exchange exchange) {
        Topics.Page request = Topics.ALL.decodeRequest(exchange.request());
        DataVersion version = topics.version();
        Map<String, TopicConfig> all = topics.all();
        Map<String, TopicConfig> page =
                Pages.page(all, version, request.topicSeq(), request.dataVersion(), request.maxTopicNum());
        exchange.reply(Topics.ALL.success(new Topics.Total(all.size()))
                .withBody(Json.encode(io.skylark.protocol.body.TopicTable.of(page, version))));
    }

    private void settings(Exchange exchange) {
        String name = Topics.SETTINGS.decodeRequest(exchange.request()).topic();
        answer(exchange, found(name, "No topic in this broker. topic: " + name));
    }

    private TopicConfig found(String name, String otherwise) {
        TopicConfig topic = topics.find(name);
        if (topic == null) {
            throw new RequestFailure(ResponseCode.TOPIC_NOT_EXIST, otherwise);
        }
        return topic;
    }

    private void stats(Exchange exchange) {
        String name = Topics.STATS.decodeRequest(exchange.request()).topic();
        TopicConfig topic = found(name, "topic[" + name + "] not exist");
        Map<MessageQueue, Topics.QueueState> queues = new LinkedHashMap<>();
        for (int queueId = 0; queueId < Math.max(topic.readQueueNums(), topic.writeQueueNums()); queueId++) {
            queues.put(new MessageQueue(name, brokerName, queueId), state(name, queueId));
        }
        answer(exchange, new Topics.Stats(queues, putRate.applyAsDouble(name)));
    }

    private Topics.QueueState state(String topic, int queueId) {
        long end = messages.maxOffset(topic, queueId);
        long newest = end > 0 ? messages.storeTime(topic, queueId, end - 1).orElse(0) : 0;
        return new Topics.QueueState(messages.minOffset(topic, queueId), end, newest);
    }

    private void groups(Exchange exchange) {
        String topic = Topics.GROUPS.decodeRequest(exchange.request()).topic();
        Set<String> groups = new TreeSet<>(consumers.subscribersOf(topic));
        groups.addAll(offsets.groupsOf(topic));
        answer(exchange, new Topics.Groups(groups));
    }

    private void system(Exchange exchange) {
        answer(exchange, new TopicList(topics.systemNames(), null));
    }

    private static void answer(Exchange exchange, Record body) {
        Command success = Topics.SETTINGS.success(Empty.EMPTY);
        exchange.reply(success.withBody(Json.encode(body)));
    }
}
