package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import java.time.Duration;

/// Gets the messages of each queue one after the other. (`ordermessage.Consumer`)
public final class OrderedConsumer {
    private OrderedConsumer() {}

    public static void main(String[] arguments) {
        SkylarkClient mq = Connection.openUntilStopped(arguments);
        // region: ordered
        PushConsumer consumer = mq.pushConsumer("order-steps")
                .subscribe("OrderSteps")
                .startFrom(StartFrom.FIRST)
                .suspend(Duration.ofSeconds(1)) // how long a queue rests after a failure
                .onMessageInOrder(message -> {
                    System.out.println(message.text());
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        // end
        System.out.println("Consumer of group " + consumer.group() + " started.");
    }
}
