package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;

/// Gets the messages with one of two tags. (`filter.TagFilterConsumer`)
public final class TagFilterConsumer {
    private TagFilterConsumer() {}

    public static void main(String[] arguments) {
        SkylarkClient mq = Connection.openUntilStopped(arguments);
        // region: tags
        PushConsumer consumer = mq.pushConsumer("tag-filter")
                .subscribe("TagFilterTest", Filter.tags("TagA", "TagC"))
                .onMessage(message -> {
                    System.out.println(message.tag() + " " + message.text());
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        // end
        System.out.println("Consumer of group " + consumer.group() + " started.");
    }
}
