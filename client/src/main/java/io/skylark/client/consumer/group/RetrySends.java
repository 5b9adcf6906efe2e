package io.skylark.client.consumer.group;

import io.skylark.client.consumer.group.GroupBrokers.Fate;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.message.EncodedMessage;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.SysFlag;
import io.skylark.message.TopicNames;
import io.skylark.protocol.api.SendBack;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands messages to brokers that were not consumed: the broker that has the message is asked to file it under the
/// group's retry topic; when it cannot, the message is sent to that topic at any broker. Shared; blocks.
public final class RetrySends {
    private static final Logger LOG = LoggerFactory.getLogger(RetrySends.class);

    /// Lets the broker choose the pause before the next attempt, longer each time.
    private static final int PAUSE_BY_BROKER = 0;

    private static final int TO_DEAD_LETTERS = -1;

    /// As any limit, for a message that is to be beyond it.
    private static final int STANDARD_MAX_RETRIES = 16;

    /// The delay level of the first retry; each one after it has the next higher.
    private static final int FIRST_DELAY_LEVEL = 3;

    /// As official consumers sign such messages.
    private static final String PRODUCER_GROUP = "CLIENT_INNER_PRODUCER";

    /// What belonged to the message's first way only.
    private static final List<String> DROPPED = List.of(
            PropertyNames.TRANSACTION_PREPARED, PropertyNames.DELAY, PropertyNames.TIMER_DELAY_SEC,
            PropertyNames.TIMER_DELAY_MS, PropertyNames.TIMER_DELIVER_MS, PropertyNames.MIN_OFFSET,
            PropertyNames.MAX_OFFSET);

    private final ClientSession session;
    private final String group;

    /// Null when the broker decides, by the settings of the group.
    private final @Nullable Integer maxRetries;

    /// @param maxAttempts as in [GroupConfig]
    public RetrySends(ClientSession session, String group, int maxAttempts) {
        this.session = session;
        this.group = group;
        this.maxRetries = maxAttempts == GroupConfig.BROKER_DECIDES ? null : maxAttempts - 1;
    }

    /// @throws SkylarkException when no broker takes it
    public void handBack(MessageQueue queue, EncodedMessage message, Fate fate) {
        try {
            fileUnderRetry(queue, message, fate);
        } catch (CallAbandonedException interrupted) { // the broker may have it all the same
            throw interrupted;
        } catch (SkylarkException refused) {
            LOG.info("Message {} is sent to the retry topic instead: {}",
                    ReceivedMessage.idOf(message), refused.getMessage());
            try {
                send(message, fate);
            } catch (SkylarkException alsoRefused) {
                refused.addSuppressed(alsoRefused);
                throw refused;
            }
        }
    }

    /// Asks the broker that has the message.
    private void fileUnderRetry(MessageQueue queue, EncodedMessage message, Fate fate) {
        String id = ReceivedMessage.idOf(message);
        SendBack.Request header = new SendBack.Request(
                message.position(), group, fate == Fate.DEAD_LETTER ? TO_DEAD_LETTERS : PAUSE_BY_BROKER, id,
                ReceivedMessage.topicOf(message), maxRetries);
        var unused = session.pool().demand(
                "Returning message " + id,
                session.routes().master(queue.brokerName()),
                SendBack.API.request(header),
                session.config().requestTimeout());
    }

    private void send(EncodedMessage message, Fate fate) {
        String retryTopic = TopicNames.retryTopic(group);
        MessageQueue target = session.routes().toSend(retryTopic).next(session.brokerHealth()::isAvoided);
        Integer limit = maxRetries;
        int failures = message.reconsumeTimes() + 1;
        if (fate == Fate.DEAD_LETTER) { // more than there may be
            limit = limit == null ? STANDARD_MAX_RETRIES : limit;
            failures = limit + 1;
        }
        SendMessage.Request header = new SendMessage.Request(
                PRODUCER_GROUP, retryTopic, TopicNames.AUTO_CREATE, 1, target.queueId(),
                message.sysFlag() & (SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK), message.bornTime(), message.flag(),
                Properties.encode(properties(message, fate)), failures, false, limit, false, target.brokerName());
        var unused = session.pool().demand(
                "Sending message " + ReceivedMessage.idOf(message) + " to " + retryTopic,
                session.routes().master(target.brokerName()),
                SendMessage.API.request(header, ByteBuffer.wrap(message.body())),
                session.config().requestTimeout());
    }

    private static Map<String, String> properties(EncodedMessage message, Fate fate) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.keySet().removeAll(DROPPED);
        properties.put(PropertyNames.RETRY_TOPIC, ReceivedMessage.topicOf(message));
        properties.putIfAbsent(PropertyNames.ORIGIN_MESSAGE_ID, ReceivedMessage.idOf(message));
        if (fate == Fate.RETRY) {
            properties.put(PropertyNames.DELAY, Integer.toString(FIRST_DELAY_LEVEL + message.reconsumeTimes()));
        }
        return properties;
    }
}
