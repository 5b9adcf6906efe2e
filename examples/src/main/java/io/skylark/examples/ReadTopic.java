package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.pull.TopicReader;
import io.skylark.client.message.ReceivedMessage;
import java.time.Duration;

/// Reads all messages of a topic without a group.
public final class ReadTopic {
    private ReadTopic() {}

    public static void main(String[] arguments) {
        // region: read
        try (SkylarkClient mq = Connection.open(arguments);
                TopicReader reader = mq.read("TopicTest", ReadFrom.EARLIEST)) {
            for (ReceivedMessage message : reader.poll(Duration.ofSeconds(5))) {
                System.out.println(message.text());
            }
        }
        // end
    }
}
