package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import java.time.Duration;
import java.time.Instant;

/// Messages that consumers see at a time, and one that is taken back before. (`schedule.TimerMessageProducer`)
public final class TimerMessageProducer {
    private TimerMessageProducer() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            // region: timer
            producer.send(Message.of("TopicTest", "in ten seconds").withDelay(Duration.ofSeconds(10)));
            SendReceipt reminder = producer.send(
                    Message.of("TopicTest", "in an hour").withDeliveryTime(Instant.now().plus(Duration.ofHours(1))));
            boolean takenBack = producer.recall(reminder);
            // end
            System.out.println("The reminder is " + (takenBack ? "taken back" : "on its way"));
        }
    }
}
