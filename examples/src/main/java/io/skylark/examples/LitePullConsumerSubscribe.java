package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.pull.PullConsumer;
import io.skylark.client.message.ReceivedMessage;
import java.time.Duration;

/// Polls the queues that its group lets it have. (`simple.LitePullConsumerSubscribe`)
public final class LitePullConsumerSubscribe {
    private LitePullConsumerSubscribe() {}

    public static void main(String[] arguments) {
        // region: subscribe
        try (SkylarkClient mq = Connection.open(arguments);
                PullConsumer consumer = mq.pullConsumer("polls")
                        .subscribe("TopicTest")
                        .startFrom(StartFrom.FIRST)
                        .start()) {
            for (int i = 0; i < 10; i++) {
                for (ReceivedMessage message : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(message.text());
                }
            }
        }
        // end
    }
}
