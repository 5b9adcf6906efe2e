package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import io.skylark.client.producer.Producer;

/// Replies to requests. (`rpc.ResponseConsumer`)
public final class ResponseConsumer {
    private ResponseConsumer() {}

    public static void main(String[] arguments) {
        SkylarkClient mq = Connection.openUntilStopped(arguments);
        mq.admin().topics().create("RequestTopic", 4); // what is sent first is not missed
        // region: reply
        Producer replies = mq.producer("answers").build();
        PushConsumer consumer = mq.pushConsumer("calculator")
                .subscribe("RequestTopic")
                .onMessage(message -> {
                    replies.reply(message, "I read: " + message.text());
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        // end
        System.out.println("Consumer of group " + consumer.group() + " started.");
    }
}
