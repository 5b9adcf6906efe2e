package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import java.time.Duration;

/// Asks a consumer something and waits for its reply. (`rpc.RequestProducer`)
public final class RequestProducer {
    private RequestProducer() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("questions").build()) {
            // region: request
            ReceivedMessage reply = producer.request(Message.of("RequestTopic", "2 + 2"), Duration.ofSeconds(3));
            // end
            System.out.println(reply.text());
        }
    }
}
