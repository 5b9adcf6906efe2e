package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;

/// Sends without any acknowledgement: for what may be lost, such as samples. (`simple.OnewayProducer`)
public final class OnewayProducer {
    private OnewayProducer() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            for (int i = 0; i < 100; i++) {
                // region: oneway
                producer.sendOneway(Message.of("TopicTest", "sample " + i));
                // end
            }
        }
    }
}
