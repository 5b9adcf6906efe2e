package io.skylark.broker.send;

import io.skylark.broker.config.Identity;
import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.config.WriteGate;
import io.skylark.broker.intake.Intake;
import io.skylark.broker.intake.Redirect;
import io.skylark.broker.table.TopicCreation;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.ReplicatedLog;
import io.skylark.message.BatchBody;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.TopicNames;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.RoundAnswers;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks a send, in the order and the words of RocketMQ, and proposes its message to the log; the answer leaves when
/// the message is applied. Runs on the event loop, except while a topic has to be created first.
public final class SendHandler {
    private final LiveConfig config;
    private final WriteGate gate;
    private final Identity identity;
    private final TopicTable topics;
    private final TopicCreation creation;
    private final Supplier<ReplicatedLog> log;
    private final Intake intake;
    private final Redirect redirect;
    private final Supplier<Router> router;
    private final Supplier<SendProperties> properties;
    private final FastSends fast;

    public SendHandler(
            LiveConfig config,
            WriteGate gate,
            Identity identity,
            TopicTable topics,
            TopicCreation creation,
            Supplier<ReplicatedLog> log,
            Intake intake,
            Redirect redirect,
            Supplier<Router> router,
            RoundAnswers answers,
            SendTimes times) {
        this.config = config;
        this.gate = gate;
        this.identity = identity;
        this.topics = topics;
        this.creation = creation;
        this.log = log;
        this.intake = intake;
        this.redirect = redirect;
        this.router = router;
        this.properties = config.derive(SendProperties::new);
        this.fast = new FastSends(config, gate, identity, topics, log, answers, times);
    }

    public void routes(Router.Builder routes) {
        routes.fast(SendMessage.V1, fast::handleNames);
        routes.fast(SendMessage.V2, fast::handleLetters);
        routes.fast(SendMessage.BATCH, fast::handleLetters);
        routes.direct(SendMessage.V1, this::handle);
        routes.direct(SendMessage.V2, this::handle);
        routes.direct(SendMessage.BATCH, this::handle);
    }

    private void handle(Exchange exchange) {
        SendMessage.Request request = SendMessage.API.decodeRequest(exchange.request());
        checkName(request.topic());
        if (TopicNames.isRetry(request.topic())) {
            router.get().runBlocking(blocking -> storeRetry(blocking, request), exchange);
            return;
        }
        if (gate.isShut()) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION,
                    "the broker[" + identity.name(exchange.connection()) + "] sending message is forbidden: it is drained,"
                            + " other brokers take messages");
        }
        WaitingSends waiting = exchange.connection().memo(WaitingSends.class, connection -> new WaitingSends());
        if (!waiting.isClosed(request.topic())) {
            storeOrCreate(exchange, request, waiting);
        } else if (!waiting.add(request.topic(), new WaitingSends.Waiting(exchange, request))) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_BUSY,
                    "[OVERLOAD]system busy, too many messages wait for topic[" + request.topic() + "] to be created");
        }
    }

    /// A retry may create its group, and a topic for what is dead.
    private void storeRetry(Exchange exchange, SendMessage.Request request) {
        SendMessage.Request redirected = redirect.redirect(request, exchange.request());
        TopicConfig topic = topics.find(redirected.topic());
        store(exchange, redirected, topic != null ? topic : createTopic(redirected));
    }

    private void storeOrCreate(Exchange exchange, SendMessage.Request request, WaitingSends waiting) {
        TopicConfig topic = topics.find(request.topic());
        if (topic != null) {
            store(exchange, request, topic);
            return;
        }
        waiting.close(request.topic());
        boolean runs = router.get().runBlocking(blocking -> {
            try {
                store(blocking, request, createTopic(request));
            } finally {
                exchange.connection().execute(() -> goOn(request.topic(), waiting));
            }
        }, exchange);
        if (!runs) {
            exchange.connection().execute(() -> goOn(request.topic(), waiting));
        }
    }

    /// Lets those go that waited, in their order; until one of them finds the topic missing again.
    private void goOn(String topic, WaitingSends waiting) {
        boolean creating = false;
        while (!creating) {
            WaitingSends.Waiting next = waiting.next(topic);
            if (next == null) {
                return;
            }
            creating = topics.find(topic) == null;
            router.get().continueOn(
                    Runnable::run, again -> storeOrCreate(again, next.request(), waiting), next.exchange());
        }
    }

    private static void checkName(String topic) {
        String fault = TopicNames.topicFault(topic);
        if (fault != null) {
            throw new RequestFailure(ResponseCode.INVALID_PARAMETER, fault);
        }
        if (TopicNames.isNotSendable(topic)) {
            throw new RequestFailure(ResponseCode.NO_PERMISSION, "Sending message to topic[" + topic + "] is forbidden.");
        }
    }

    private TopicConfig createTopic(SendMessage.Request request) {
        String template = request.defaultTopic();
        boolean unit = Boolean.TRUE.equals(request.unitMode());
        TopicConfig created = null;
        if (TopicNames.isRetry(request.topic()) || (TopicNames.isDerived(request.topic()) && template == null)) {
            created = creation.create(TopicConfig.of(request.topic(), 1, Permission.READ | Permission.WRITE)
                    .withSysFlag(unit ? TopicConfig.UNIT_SUBSCRIBED : 0));
        } else if (template != null && config.now().autoCreateTopics()) {
            created = creation.fromTemplate(request.topic(), template, request.defaultTopicQueueNums(), unit)
                    .orElse(null);
        }
        if (created == null) {
            throw new RequestFailure(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "topic[" + request.topic() + "] not exist, apply first please!"
                            + "\nSee https://rocketmq.apache.org/docs/bestPractice/06FAQ for further details.");
        }
        return created;
    }

    private void store(Exchange exchange, SendMessage.Request request, TopicConfig topic) {
        int queues = Math.max(topic.readQueueNums(), topic.writeQueueNums());
        if (request.queueId() >= queues) {
            throw new RequestFailure(
                    ResponseCode.INVALID_PARAMETER,
                    "request queueId[" + request.queueId() + "] is illegal, " + text(topic) + " Producer: "
                            + exchange.connection().toString().replaceFirst("^/", ""));
        }
        int queueId = request.queueId() >= 0
                ? request.queueId()
                : ThreadLocalRandom.current().nextInt(Math.max(1, topic.writeQueueNums()));
        ByteBuffer body = exchange.request().body();
        if (body.remaining() > config.now().maxMessageBytes()) {
            throw tooLarge();
        }
        boolean batch = exchange.request().code() == SendMessage.BATCH || Boolean.TRUE.equals(request.batch());
        Host storeHost = identity.storeHost(exchange.connection());
        if (batch) {
            Answer answer = new Answer(exchange, storeHost, queueId, "", config.now());
            log.get().propose(new BatchSend(answer, batch(exchange, request, queueId)));
        } else {
            SendProperties.Checked checked = properties.get().check(orEmpty(request.properties()));
            MessageDraft draft = draft(exchange, request, queueId, body, checked.encoded());
            intake.store(draft, checked.properties(),
                    new Answer(exchange, storeHost, queueId, checked.uniqueKey(), config.now()));
        }
    }

    private static String text(TopicConfig topic) {
        return "TopicConfig [topicName=" + topic.topicName() + ", readQueueNums=" + topic.readQueueNums()
                + ", writeQueueNums=" + topic.writeQueueNums() + ", perm=" + Permission.text(topic.perm())
                + ", topicFilterType=" + topic.topicFilterType() + ", topicSysFlag=" + topic.topicSysFlag()
                + ", order=" + topic.order() + ", attributes=" + topic.attributes() + "]";
    }

    private List<MessageDraft> batch(Exchange exchange, SendMessage.Request request, int queueId) {
        if (TopicNames.isDerived(request.topic())) {
            throw new RequestFailure(
                    ResponseCode.MESSAGE_ILLEGAL, "batch request does not support retry group " + request.topic());
        }
        List<BatchBody.Inner> inner;
        try {
            inner = BatchBody.split(exchange.request().body());
        } catch (IllegalArgumentException broken) {
            throw new RequestFailure(ResponseCode.MESSAGE_ILLEGAL, String.valueOf(broken.getMessage()));
        }
        List<MessageDraft> drafts = new ArrayList<>(inner.size());
        for (BatchBody.Inner message : inner) {
            String text = StandardCharsets.UTF_8.decode(message.properties().duplicate()).toString();
            SendProperties.Checked checked = properties.get().checkInBatch(text);
            drafts.add(draft(exchange, request, queueId, message.body(), checked.encoded()).withFlag(message.flag()));
        }
        return drafts;
    }

    private MessageDraft draft(
            Exchange exchange, SendMessage.Request request, int queueId, ByteBuffer body, byte[] encodedProperties) {
        if (encodedProperties.length > MessageLayout.MAX_PROPERTIES_BYTES) {
            throw tooLarge();
        }
        return new MessageDraft(
                request.topic().getBytes(StandardCharsets.UTF_8),
                queueId,
                request.flag(),
                request.sysFlag(),
                request.bornTimestamp(),
                Host.of(exchange.connection().remoteAddress()),
                identity.storeHost(exchange.connection()),
                request.reconsumeTimes() == null ? 0 : request.reconsumeTimes(),
                0,
                body,
                ByteBuffer.wrap(encodedProperties));
    }

    private RequestFailure tooLarge() {
        return new RequestFailure(
                ResponseCode.MESSAGE_ILLEGAL,
                "the message is illegal, maybe msg body or properties length not matched. msg body length limit "
                        + config.now().maxMessageBytes() + "B, msg properties length limit 32KB.");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
