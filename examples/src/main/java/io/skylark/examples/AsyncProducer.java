package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Sends without waiting for each acknowledgement. (`simple.AsyncProducer`)
public final class AsyncProducer {
    private AsyncProducer() {}

    public static void main(String[] arguments) {
        // region: async
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sends.add(producer.sendAsync(Message.of("TopicTest", "Hello " + i)).whenComplete((receipt, failure) -> {
                    if (failure != null) {
                        System.err.println("not sent: " + failure.getMessage());
                    }
                }));
            }
            sends.forEach(CompletableFuture::join);
        }
        // end
    }
}
