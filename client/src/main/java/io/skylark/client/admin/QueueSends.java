package io.skylark.client.admin;

import io.skylark.client.message.Message;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import io.skylark.message.Properties;
import io.skylark.message.PropertyNames;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends single messages to queues that somebody chose, once and uncompressed.
final class QueueSends {
    private static final int QUEUES_OF_NEW_TOPIC = 4;

    private final Servers servers;

    QueueSends(Servers servers) {
        this.servers = servers;
    }

    SendReceipt send(String group, MessageQueue queue, Message message) {
        String address = new QueueQuestions(servers, Servers.masters(servers.route(queue.topic()).brokerDatas()))
                .address(queue);
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        String id = servers.session().messageIds().next();
        properties.put(PropertyNames.UNIQUE_KEY, id);
        properties.put(PropertyNames.WAIT, "true");
        SendMessage.Request header = new SendMessage.Request(
                group, queue.topic(), TopicNames.AUTO_CREATE, QUEUES_OF_NEW_TOPIC, queue.queueId(), 0,
                servers.session().clock().millis(), 0, Properties.encode(properties), 0, false, null, false,
                queue.brokerName());
        Command answer = servers.demand("Sending to " + queue, address,
                SendMessage.API.request(header, ByteBuffer.wrap(message.body())));
        SendMessage.Response response = SendMessage.API.decodeResponse(answer);
        return new SendReceipt(
                SendStatus.SEND_OK, id, response.msgId(),
                new MessageQueue(queue.topic(), queue.brokerName(), response.queueId()), response.queueOffset(),
                response.recallHandle());
    }
}
