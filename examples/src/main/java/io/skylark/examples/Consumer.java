package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;

/// The tutorial's consumer. (`quickstart.Consumer`)
public final class Consumer {
    private Consumer() {}

    public static void main(String[] arguments) {
        SkylarkClient mq = Connection.openUntilStopped(arguments);
        // region: push
        PushConsumer consumer = mq.pushConsumer("please_rename_unique_group_name_4")
                .subscribe("TopicTest")
                .startFrom(StartFrom.FIRST)
                .onMessage(message -> {
                    System.out.println(message.messageId() + " " + message.text());
                    return ConsumeOutcome.SUCCESS; // RETRY_LATER lets it come again
                })
                .start();
        // end
        System.out.println("Consumer of group " + consumer.group() + " started.");
    }
}
