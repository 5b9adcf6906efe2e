package io.skylark.broker.topic;

import io.skylark.broker.table.AttributeChange;
import io.skylark.broker.table.TopicCreation;
import io.skylark.broker.table.TopicTable;
import io.skylark.message.TopicNames;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Topics on request. Runs on virtual threads; answers when the change is durable and registered.
public final class TopicHandlers {
    /// Topics of one request at most.
    static final int MAX_BATCH = 10_000;

    private static final int BATCH_QUEUES = 16;
    private static final int ALL_PERMISSIONS =
            Permission.INHERIT | Permission.WRITE | Permission.READ | Permission.PRIORITY;
    private static final Set<String> FILTER_TYPES = Set.of("SINGLE_TAG", "MULTI_TAG");

    private final TopicTable topics;
    private final TopicCreation creation;
    private final Runnable announce;

    /// @param announce registers the topics of this broker, and returns when that is done
    public TopicHandlers(TopicTable topics, TopicCreation creation, Runnable announce) {
        this.topics = topics;
        this.creation = creation;
        this.announce = announce;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(Topics.CREATE.code(), this::create);
        routes.blocking(Topics.CREATE_ALL.code(), this::createAll);
        routes.blocking(Topics.DELETE_IN_BROKER.code(), this::delete);
    }

    private void create(Exchange exchange) {
        Topics.Create request = Topics.CREATE.decodeRequest(exchange.request());
        creation.create(checked(
                request.topic(), request.readQueueNums(), request.writeQueueNums(), request.perm(),
                request.topicFilterType(), request.topicSysFlag(), request.order(),
                AttributeChange.parse(request.attributes())));
        exchange.reply(Topics.CREATE.success(Empty.EMPTY));
    }

    /// All of them are checked before the first one is created.
    private void createAll(Exchange exchange) {
        List<Topics.Wanted> wanted =
                Json.decode(exchange.request().body(), Topics.Batch.class).topicConfigList();
        if (wanted.size() > MAX_BATCH) {
            throw wrong(wanted.size() + " topics are more than the " + MAX_BATCH + " that one request may have");
        }
        List<TopicConfig> checked = new ArrayList<>();
        for (Topics.Wanted topic : wanted) {
            checked.add(checked(
                    Objects.requireNonNullElse(topic.topicName(), ""),
                    Objects.requireNonNullElse(topic.readQueueNums(), BATCH_QUEUES),
                    Objects.requireNonNullElse(topic.writeQueueNums(), BATCH_QUEUES),
                    Objects.requireNonNullElse(topic.perm(), Permission.READ | Permission.WRITE),
                    topic.topicFilterType(), topic.topicSysFlag(), topic.order(),
                    AttributeChange.of(topic.attributes())));
        }
        topics.putAll(checked);
        announce.run();
        exchange.reply(Topics.CREATE_ALL.success(Empty.EMPTY));
    }

    private TopicConfig checked(
            String name, int readQueues, int writeQueues, int permission, @Nullable String filterType,
            @Nullable Integer sysFlag, @Nullable Boolean order, AttributeChange attributes) {
        checkName(name);
        checkQueues(readQueues, "readQueueNums");
        checkQueues(writeQueues, "writeQueueNums");
        if ((permission & ~ALL_PERMISSIONS) != 0) {
            throw wrong("perm is " + permission + " but must be a sum of 1 (inherit), 2 (write), 4 (read) and 8 (priority)");
        }
        if (filterType != null && !FILTER_TYPES.contains(filterType)) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR, "topicFilterType = [" + filterType + "] value invalid");
        }
        return new TopicConfig(
                name, readQueues, writeQueues, permission, filterType, sysFlag == null ? 0 : sysFlag,
                Boolean.TRUE.equals(order), TopicAttributes.change(topics.find(name), attributes));
    }

    private static void checkQueues(int count, String name) {
        if (count < 0 || count > TopicConfig.MAX_QUEUES) {
            throw wrong(name + " is " + count + " but must be 0 to " + TopicConfig.MAX_QUEUES);
        }
    }

    private void delete(Exchange exchange) {
        Topics.Delete request = Topics.DELETE_IN_BROKER.decodeRequest(exchange.request());
        checkName(request.topic());
        topics.delete(request.topic());
        announce.run();
        exchange.reply(Topics.DELETE_IN_BROKER.success(Empty.EMPTY));
    }

    private void checkName(String topic) {
        String fault = TopicNames.topicFault(topic);
        if (fault != null) {
            throw wrong(fault);
        }
        if (topics.isSystem(topic)) {
            throw wrong("The topic[" + topic + "] is conflict with system topic.");
        }
    }

    private static RequestFailure wrong(String what) {
        return new RequestFailure(ResponseCode.INVALID_PARAMETER, what);
    }
}
