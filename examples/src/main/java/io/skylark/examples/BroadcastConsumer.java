package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;

/// Every member of the group gets all messages. (`broadcast.PushConsumer`)
public final class BroadcastConsumer {
    private BroadcastConsumer() {}

    public static void main(String[] arguments) {
        SkylarkClient mq = Connection.openUntilStopped(arguments);
        mq.admin().topics().create("TopicTest", 4); // what is sent first is not missed
        // region: broadcast
        PushConsumer consumer = mq.pushConsumer("price-lists")
                .subscribe("TopicTest", Filter.tags("TagA", "TagC"))
                .broadcasting()
                .onMessage(message -> {
                    System.out.println(message.text());
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        // end
        System.out.println("Consumer of group " + consumer.group() + " started.");
    }
}
