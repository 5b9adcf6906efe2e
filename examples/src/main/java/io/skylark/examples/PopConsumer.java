package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.simple.SimpleConsumer;
import io.skylark.client.message.ReceivedMessage;
import java.time.Duration;
import java.util.List;

/// Takes messages one by one for a while and acknowledges them; many processes may do so side by side.
/// (`simple.PopConsumer`)
public final class PopConsumer {
    private PopConsumer() {}

    public static void main(String[] arguments) {
        // region: simple
        try (SkylarkClient mq = Connection.open(arguments);
                SimpleConsumer consumer = mq.simpleConsumer("workers")
                        .subscribe("TopicTest")
                        .invisibleFor(Duration.ofSeconds(30))
                        .build()) {
            List<ReceivedMessage> messages = consumer.receive(16, Duration.ofSeconds(10));
            for (ReceivedMessage message : messages) {
                System.out.println(message.text());
                consumer.ack(message); // who does not gets it again after 30 s
            }
        }
        // end
    }
}
