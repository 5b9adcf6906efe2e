package io.skylark.broker.retry;

import io.skylark.broker.config.Identity;
import io.skylark.broker.intake.Intake;
import io.skylark.broker.intake.SendOutcome;
import io.skylark.broker.measure.Consumption;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.Group;
import io.skylark.broker.table.LogAnswers;
import io.skylark.broker.table.TopicCreation;
import io.skylark.log.LogRefusal;
import io.skylark.log.store.MessageStore;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.SendBack;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Takes messages back that a consumer could not process. In the order and the words of RocketMQ. Runs on virtual threads.
///
/// Also while the broker takes no new messages: these are not new, and nobody could finish them otherwise.
final class SendBackHandler {
    /// The level of the first retry when the client leaves that to the broker; each later one is one higher.
    private static final int FIRST_LEVEL = 3;

    private final Identity identity;
    private final ConsumerGroups groups;
    private final TopicCreation creation;
    private final MessageStore messages;
    private final Intake intake;
    private final Measures measures;

    SendBackHandler(
            Identity identity,
            ConsumerGroups groups,
            TopicCreation creation,
            MessageStore messages,
            Intake intake,
            Measures measures) {
        this.identity = identity;
        this.groups = groups;
        this.creation = creation;
        this.messages = messages;
        this.intake = intake;
        this.measures = measures;
    }

    void handle(Exchange exchange) {
        SendBack.Request request = SendBack.API.decodeRequest(exchange.request());
        Group group = groups.require(request.group());
        if (group.retryQueueNums() <= 0) {
            exchange.reply(SendBack.API.success(Empty.EMPTY));
            return;
        }
        TopicConfig topic = creation.retryTopic(group);
        if (!Permission.isWriteable(topic.perm())) {
            throw new RequestFailure(
                    ResponseCode.NO_PERMISSION, "the topic[" + topic.topicName() + "] sending message is forbidden");
        }
        StoredMessage message = messages.message(request.offset())
                .map(found -> StoredMessage.decode(found.copy()))
                .orElseThrow(() -> new RequestFailure(
                        ResponseCode.SYSTEM_ERROR, "look message by offset failed, " + request.offset()));
        int queueId = ThreadLocalRandom.current().nextInt(group.retryQueueNums());
        int level = request.delayLevel() == 0 ? FIRST_LEVEL + message.reconsumeTimes() : request.delayLevel();
        int maxTimes = ConsumerGroups.maxTimes(group, request.maxReconsumeTimes(), exchange.request());
        boolean dead = message.reconsumeTimes() >= maxTimes || request.delayLevel() < 0;
        if (dead) {
            topic = creation.deadLetterTopic(group.groupName());
            queueId = 0;
            level = 0;
        }
        Map<String, String> properties = properties(message, level);
        if (dead) {
            DeadLetter.mark(properties);
        }
        String origin = properties.getOrDefault(PropertyNames.RETRY_TOPIC, message.topic());
        store(
                exchange, message, topic.topicName(), queueId, properties,
                new Answer(exchange, measures.consumption(origin, group.groupName()), dead));
    }

    private static Map<String, String> properties(StoredMessage message, int level) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.putIfAbsent(PropertyNames.RETRY_TOPIC, message.topic());
        properties.putIfAbsent(PropertyNames.ORIGIN_MESSAGE_ID, message.offsetMessageId());
        properties.put(PropertyNames.WAIT, Boolean.toString(false));
        properties.put(PropertyNames.DELAY, Integer.toString(level));
        return properties;
    }

    private void store(
            Exchange exchange, StoredMessage message, String topic, int queueId, Map<String, String> properties,
            Answer answer) {
        byte[] encoded = Properties.encode(properties).getBytes(StandardCharsets.UTF_8);
        if (encoded.length > MessageLayout.MAX_PROPERTIES_BYTES) {
            throw new RequestFailure(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "the message is illegal: with what a retry adds, its properties have " + encoded.length
                            + " bytes, the limit is " + MessageLayout.MAX_PROPERTIES_BYTES);
        }
        MessageDraft draft = new MessageDraft(
                topic.getBytes(StandardCharsets.UTF_8), queueId, message.flag(), message.sysFlag(), message.bornTime(),
                message.bornHost(), identity.storeHost(exchange.connection()), message.reconsumeTimes() + 1, 0,
                ByteBuffer.wrap(message.body()), ByteBuffer.wrap(encoded));
        intake.store(draft, properties, answer);
    }

    private record Answer(Exchange exchange, Consumption consumption, boolean dead) implements SendOutcome {
        @Override
        public void stored(long position, long queueOffset, @Nullable String recallHandle) {
            consumption.sentBack();
            if (dead) {
                consumption.died();
            }
            exchange.reply(SendBack.API.success(Empty.EMPTY));
        }

        @Override
        public void refused(LogRefusal why) {
            exchange.fail(LogAnswers.code(why), LogAnswers.remark(why));
        }
    }
}
