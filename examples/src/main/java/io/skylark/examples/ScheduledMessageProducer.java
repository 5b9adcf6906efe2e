package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;

/// Messages that consumers see after one of the broker's delay levels, which all versions know.
/// (`schedule.ScheduledMessageProducer`)
public final class ScheduledMessageProducer {
    private ScheduledMessageProducer() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            for (int i = 0; i < 10; i++) {
                // region: level
                producer.send(Message.of("TopicTest", "later " + i).withDelayLevel(3)); // 10 s as a rule
                // end
            }
        }
    }
}
