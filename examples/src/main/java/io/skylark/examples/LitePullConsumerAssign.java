package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.pull.PullConsumer;
import io.skylark.client.message.ReceivedMessage;
import java.time.Duration;

/// Polls queues of its choice, and says itself what is consumed. (`simple.LitePullConsumerAssign`)
public final class LitePullConsumerAssign {
    private LitePullConsumerAssign() {}

    public static void main(String[] arguments) {
        // region: assign
        try (SkylarkClient mq = Connection.open(arguments);
                PullConsumer consumer = mq.pullConsumer("assigned")
                        .startFrom(StartFrom.FIRST)
                        .manualCommit()
                        .start()) {
            consumer.assign(consumer.queues("TopicTest"));
            for (int i = 0; i < 10; i++) {
                for (ReceivedMessage message : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(message.text());
                }
                consumer.commit();
            }
        }
        // end
    }
}
