package io.skylark.broker.topic;

import io.skylark.broker.table.TopicCreation;
import io.skylark.broker.table.TopicTable;
import io.skylark.message.TopicNames;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;

/// Topics on request. Runs on virtual threads; answers when the change is durable and registered.
public final class TopicHandlers {
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
        routes.blocking(Topics.DELETE_IN_BROKER.code(), this::delete);
    }

    private void create(Exchange exchange) {
        Topics.Create request = Topics.CREATE.decodeRequest(exchange.request());
        checkName(request.topic());
        checkQueues(request.readQueueNums(), "readQueueNums");
        checkQueues(request.writeQueueNums(), "writeQueueNums");
        TopicConfig existing = topics.find(request.topic());
        creation.create(new TopicConfig(
                request.topic(),
                request.readQueueNums(),
                request.writeQueueNums(),
                request.perm(),
                request.topicFilterType(),
                request.topicSysFlag() == null ? 0 : request.topicSysFlag(),
                Boolean.TRUE.equals(request.order()),
                TopicAttributes.change(existing, request.attributes())));
        exchange.reply(Topics.CREATE.success(Empty.EMPTY));
    }

    private static void checkQueues(int count, String name) {
        if (count < 0 || count > TopicConfig.MAX_QUEUES) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER,
                    name + " is " + count + " but must be 0 to " + TopicConfig.MAX_QUEUES);
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
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, fault);
        }
        if (topics.isSystem(topic)) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER, "The topic[" + topic + "] is conflict with system topic.");
        }
    }
}
