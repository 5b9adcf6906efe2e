package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Many small messages travel together by themselves.
public final class BatchProducer {
    private BatchProducer() {}

    public static void main(String[] arguments) {
        // region: batching
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("metrics").batching().build()) {
            List<CompletableFuture<SendReceipt>> sends = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                // waits while too much is under way
                sends.add(producer.sendAsync(Message.of("BatchTest", "sample " + i)));
            }
            producer.flush();
            sends.forEach(CompletableFuture::join);
        }
        // end
    }
}
