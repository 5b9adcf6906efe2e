package io.skylark.client.admin;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.SysFlag;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.Permission;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Stores copies of messages in the retry topic of a group, as they came, compressed bodies too.
final class RetryCopies {
    /// As official consumers sign such messages.
    private static final String PRODUCER_GROUP = "CLIENT_INNER_PRODUCER";

    /// What belonged to the message's first way only.
    private static final List<String> DROPPED = List.of(
            PropertyNames.TRANSACTION_PREPARED, PropertyNames.DELAY, PropertyNames.TIMER_DELAY_SEC,
            PropertyNames.TIMER_DELAY_MS, PropertyNames.TIMER_DELIVER_MS, PropertyNames.MIN_OFFSET,
            PropertyNames.MAX_OFFSET, PropertyNames.RECONSUME_TIME);

    private final Servers servers;

    RetryCopies(Servers servers) {
        this.servers = servers;
    }

    SendReceipt send(String group, ReceivedMessage message) {
        GroupAdmin.checkGroup(group);
        String topic = TopicNames.retryTopic(group);
        TopicRoute route = servers.route(topic);
        SortedMap<String, String> masters = Servers.masters(route.brokerDatas());
        QueueData target = route.queueDatas().stream()
                .filter(data -> Permission.isWriteable(data.perm()) && data.writeQueueNums() > 0)
                .filter(data -> masters.containsKey(data.brokerName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no broker takes messages of " + topic + " now"));
        StoredMessage stored = message.stored();
        Map<String, String> properties = new LinkedHashMap<>(stored.properties());
        properties.keySet().removeAll(DROPPED);
        properties.putIfAbsent(PropertyNames.RETRY_TOPIC,
                properties.getOrDefault(PropertyNames.DEAD_LETTER_ORIGIN_TOPIC, stored.topic()));
        properties.putIfAbsent(PropertyNames.ORIGIN_MESSAGE_ID, message.messageId());
        SendMessage.Request header = new SendMessage.Request(
                PRODUCER_GROUP, topic, TopicNames.AUTO_CREATE, 1, 0,
                stored.sysFlag() & (SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK), stored.bornTime(), stored.flag(),
                Properties.encode(properties), 0, false, null, false, target.brokerName());
        Command answer = servers.demand(
                "Giving message " + message.messageId() + " to group " + group + " again",
                masters.getOrDefault(target.brokerName(), ""),
                SendMessage.API.request(header, ByteBuffer.wrap(stored.body())));
        SendMessage.Response response = SendMessage.API.decodeResponse(answer);
        MessageQueue queue = new MessageQueue(topic, target.brokerName(), response.queueId());
        return new SendReceipt(
                SendStatus.SEND_OK, message.messageId(), response.msgId(), queue, response.queueOffset(),
                null);
    }
}
