package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import java.util.List;

/// Sends several messages as one: all are stored, or none. (`batch.SimpleBatchProducer`)
public final class SimpleBatchProducer {
    private SimpleBatchProducer() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            // region: batch
            List<Message> batch = List.of(
                    Message.of("BatchTest", "first").withKeys("1"),
                    Message.of("BatchTest", "second").withKeys("2"),
                    Message.of("BatchTest", "third").withKeys("3"));
            List<SendReceipt> receipts = producer.send(batch);
            // end
            receipts.forEach(System.out::println);
        }
    }
}
