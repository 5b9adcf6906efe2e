package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.pull.TopicReader;
import io.skylark.client.message.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Reads what a topic got within the last hour once more, and what its groups do is not touched by it.
public final class ReplayTopic {
    private ReplayTopic() {}

    public static void main(String[] arguments) {
        // region: replay
        Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
        try (SkylarkClient mq = Connection.open(arguments);
                TopicReader reader = mq.read("TopicTest", ReadFrom.time(hourAgo))) {
            List<ReceivedMessage> messages = reader.poll(Duration.ofSeconds(5));
            while (!messages.isEmpty()) { // until no more come
                messages.forEach(message -> System.out.println(message.storeTime() + " " + message.text()));
                messages = reader.poll(Duration.ofSeconds(2));
            }
        }
        // end
    }
}
