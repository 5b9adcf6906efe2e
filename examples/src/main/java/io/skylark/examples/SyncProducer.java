package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;

/// Sends messages one by one, each acknowledged before the next. (`simple.Producer`)
public final class SyncProducer {
    private SyncProducer() {}

    public static void main(String[] arguments) {
        // region: send
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            for (int i = 0; i < 10; i++) {
                Message message = Message.of("TopicTest", "Hello " + i).withTag("paid").withKeys("order-" + i);
                SendReceipt receipt = producer.send(message);
                System.out.println(receipt.messageId() + " is in " + receipt.queue() + " at " + receipt.queueOffset());
            }
        }
        // end
    }
}
