package io.skylark.broker.transaction;

import io.skylark.log.store.StoredEntry;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.SysFlag;
import io.skylark.message.TopicNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A half message as it was sent, and what becomes of it. Immutable.
///
/// @param message for its real topic and queue
record HalfMessage(StoredMessage message) {

    static HalfMessage read(StoredEntry entry) {
        ByteBuffer body = entry.body().duplicate();
        return new HalfMessage(StoredMessage.decode(body.position(body.position() + TransactionTable.MESSAGE_AT)));
    }

    String uniqueKey() {
        return message.properties().getOrDefault(PropertyNames.UNIQUE_KEY, "");
    }

    /// What consumers get when the transaction is committed.
    MessageDraft committed(Half half) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        // RocketMQ leaves it, and a message that is sent on as it came becomes half of another transaction
        properties.remove(PropertyNames.TRANSACTION_PREPARED);
        addState(properties, half.checks());
        return draft(message.topic(), message.queueId(), message.sysFlag() | SysFlag.TRANSACTION_COMMIT,
                half.position(), properties);
    }

    /// What is kept for an operator when nobody decides.
    MessageDraft givenUp(Half half) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.put(PropertyNames.REAL_TOPIC, message.topic());
        properties.put(PropertyNames.REAL_QUEUE_ID, Integer.toString(message.queueId()));
        addState(properties, half.checks());
        return draft(TopicNames.TRANSACTION_CHECK_MAX, 0, message.sysFlag(), half.position(), properties);
    }

    /// Of one that was given up: where it was to go.
    String realTopic() {
        return message.properties().getOrDefault(PropertyNames.REAL_TOPIC, "");
    }

    /// Of one that was given up: its properties as it was sent.
    Map<String, String> resumedProperties() {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.remove(PropertyNames.REAL_TOPIC);
        properties.remove(PropertyNames.REAL_QUEUE_ID);
        properties.remove(PropertyNames.TRANSACTION_ID);
        properties.remove(PropertyNames.TRANSACTION_CHECK_TIMES);
        return properties;
    }

    /// Of one that was given up: the half message again.
    MessageDraft resumed(Map<String, String> properties) {
        int queueId = Integer.parseInt(message.properties().getOrDefault(PropertyNames.REAL_QUEUE_ID, "0"));
        return draft(realTopic(), queueId, message.sysFlag(), 0, properties);
    }

    /// The message in the stored layout, as the producer that is asked gets it.
    ///
    /// @param checks this one included
    ByteBuffer question(Half half, int checks) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.put(PropertyNames.REAL_TOPIC, message.topic());
        properties.put(PropertyNames.REAL_QUEUE_ID, Integer.toString(message.queueId()));
        addState(properties, checks);
        MessageDraft draft = draft(message.topic(), message.queueId(), message.sysFlag(), 0, properties);
        ByteBuffer body = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(body, message.storeTime());
        MessageLayout.place(body, 0, half.ordinal(), half.position());
        return body.flip();
    }

    private void addState(Map<String, String> properties, int checks) {
        properties.put(PropertyNames.TRANSACTION_ID, uniqueKey());
        if (checks > 0) {
            properties.put(PropertyNames.TRANSACTION_CHECK_TIMES, Integer.toString(checks));
        }
    }

    private MessageDraft draft(
            String topic, int queueId, int sysFlag, long preparedPosition, Map<String, String> properties) {
        return new MessageDraft(
                topic.getBytes(StandardCharsets.UTF_8), queueId, message.flag(), sysFlag, message.bornTime(),
                message.bornHost(), message.storeHost(), message.reconsumeTimes(), preparedPosition,
                ByteBuffer.wrap(message.body()),
                ByteBuffer.wrap(Properties.encode(properties).getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDraft withSysFlag(MessageDraft draft, int sysFlag) {
        return new MessageDraft(
                draft.topic(), draft.queueId(), draft.flag(), sysFlag, draft.bornTime(), draft.bornHost(),
                draft.storeHost(), draft.reconsumeTimes(), draft.preparedTransactionPosition(), draft.body(),
                draft.properties());
    }
}
