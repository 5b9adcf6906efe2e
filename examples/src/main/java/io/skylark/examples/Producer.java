package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import java.time.Duration;

/// The tutorial's producer: a thousand messages, retried with another broker when one fails.
/// (`quickstart.Producer`)
public final class Producer {
    private Producer() {}

    public static void main(String[] arguments) {
        // region: settings
        try (SkylarkClient mq = Connection.open(arguments);
                io.skylark.client.producer.Producer producer = mq.producer("please_rename_unique_group_name")
                        .sendTimeout(Duration.ofSeconds(3)) // all attempts together
                        .retries(2) // with another broker where there is one
                        .compressFrom(4096) // bytes
                        .build()) {
            for (int i = 0; i < 1000; i++) {
                System.out.println(producer.send(Message.of("TopicTest", "Hello Skylark " + i).withTag("TagA")));
            }
        }
        // end
    }
}
