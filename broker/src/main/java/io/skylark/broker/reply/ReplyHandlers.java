package io.skylark.broker.reply;

import io.skylark.broker.config.Identity;
import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.intake.Intake;
import io.skylark.broker.registry.ProducerRegistry;
import io.skylark.broker.table.TopicTable;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.TopicNames;
import io.skylark.net.Connection;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Reply;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.TopicConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pushes a reply to the client that asked, stores it, and tells the consumer whether it was taken. Runs on event loops;
/// a reply that waits keeps its place in the read gate of the consumer's connection.
public final class ReplyHandlers {
    /// How long a client may take to accept a reply.
    private static final Duration PUSH_LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ReplyHandlers.class);

    private final LiveConfig config;
    private final Identity identity;
    private final TopicTable topics;
    private final ProducerRegistry producers;
    private final Intake intake;
    private final InstantSource clock;

    public ReplyHandlers(
            LiveConfig config,
            Identity identity,
            TopicTable topics,
            ProducerRegistry producers,
            Intake intake,
            InstantSource clock) {
        this.config = config;
        this.identity = identity;
        this.topics = topics;
        this.producers = producers;
        this.intake = intake;
        this.clock = clock;
    }

    public void routes(Router.Builder routes) {
        routes.direct(Reply.V1, this::handle);
        routes.direct(Reply.V2, this::handle);
    }

    private void handle(Exchange exchange) {
        SendMessage.Request request = SendMessage.API.decodeRequest(exchange.request());
        if (TopicNames.isNotSendable(request.topic())) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "Sending message to topic[" + request.topic() + "] is forbidden.");
        }
        TopicConfig topic = topics.find(request.topic());
        if (topic == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "topic[" + request.topic() + "] not exist, apply first please!"
                            + "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.");
        }
        if (request.queueId() >= Math.max(topic.readQueueNums(), topic.writeQueueNums())) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER,
                    "request queueId[" + request.queueId() + "] is illegal, " + topic + " Producer: "
                            + exchange.connection());
        }
        Map<String, String> properties =
                Properties.decode(request.properties() == null ? "" : request.properties());
        properties.put(PropertyNames.REGION, config.now().regionId());
        properties.put(PropertyNames.TRACE_ON, Boolean.toString(config.now().traceOn()));
        MessageDraft draft = draft(exchange, request, properties);
        // only the client learns it: what is stored stays as the replier wrote it
        properties.put(PropertyNames.PUSH_REPLY_TIME, Long.toString(clock.millis()));
        String clientId = properties.get(PropertyNames.REPLY_TO_CLIENT);
        if (clientId == null) {
            store(exchange, draft, properties,
                    "reply message properties[" + PropertyNames.REPLY_TO_CLIENT + "] is null");
            return;
        }
        Connection client = producers.find(clientId);
        if (client == null) {
            store(exchange, draft, properties, "push reply message fail, channel of <" + clientId + "> not found.");
            return;
        }
        client.call(push(request, draft, properties), PUSH_LIMIT)
                .handle((answer, failure) -> failure == null && answer.code() == ResponseCode.SUCCESS)
                .thenAccept(taken -> store(
                        exchange, draft, properties, taken ? "" : "push reply message to " + clientId + "fail."))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        // nobody else would answer: the request has left its handler
                        LOG.error("a reply from {} could not be stored", exchange.connection(), failure);
                        exchange.fail(ResponseCode.SYSTEM_ERROR, "the reply could not be stored");
                    }
                });
    }

    /// The body is a copy: the push may still be under way when its time is over.
    private MessageDraft draft(Exchange exchange, SendMessage.Request request, Map<String, String> properties) {
        byte[] encoded = Properties.encode(properties).getBytes(StandardCharsets.UTF_8);
        byte[] body = exchange.request().bodyBytes();
        if (body.length > config.now().maxMessageBytes() || encoded.length > MessageLayout.MAX_PROPERTIES_BYTES) {
            throw new RequestFailure(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "the message is illegal, maybe msg body or properties length not matched. msg body length limit "
                            + config.now().maxMessageBytes() + "B, msg properties length limit 32KB.");
        }
        return new MessageDraft(
                request.topic().getBytes(StandardCharsets.UTF_8),
                Math.max(0, request.queueId()),
                request.flag(),
                request.sysFlag(),
                request.bornTimestamp(),
                Host.of(exchange.connection().remoteAddress()),
                identity.storeHost(exchange.connection()),
                request.reconsumeTimes() == null ? 0 : request.reconsumeTimes(),
                0,
                ByteBuffer.wrap(body),
                ByteBuffer.wrap(encoded));
    }

    private Command push(SendMessage.Request request, MessageDraft draft, Map<String, String> properties) {
        return Reply.PUSH.request(
                new Reply.Push(
                        Objects.requireNonNullElse(request.producerGroup(), ""), request.topic(),
                        request.defaultTopic(), request.defaultTopicQueueNums(), draft.queueId(), request.sysFlag(),
                        request.bornTimestamp(),
                        request.flag(), Properties.encode(properties), request.reconsumeTimes(), request.unitMode(),
                        draft.bornHost().toString(), draft.storeHost().toString(), clock.millis()),
                draft.body().duplicate());
    }

    /// Answers when the reply is stored, or at once when replies are not to be.
    ///
    /// @param fault empty when the client took it
    private void store(Exchange exchange, MessageDraft draft, Map<String, String> properties, String fault) {
        ReplyAnswer answer = new ReplyAnswer(exchange, draft, fault, config.now());
        if (config.now().storeReplies()) {
            intake.store(draft, new LinkedHashMap<>(properties), answer);
        } else {
            answer.reply();
        }
    }
}
