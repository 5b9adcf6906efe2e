package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.admin.GroupSettings;
import io.skylark.client.admin.MessageType;
import io.skylark.client.admin.OffsetMove;
import io.skylark.client.admin.ResetTo;
import io.skylark.client.admin.TopicQueue;
import io.skylark.client.admin.TopicSettings;
import io.skylark.client.message.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;

/// Creates, looks at and moves things. (`mqadmin`)
public final class Administration {
    private Administration() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments)) {
            // region: topics
            Admin admin = mq.admin();
            admin.topics().create(TopicSettings.of("orders").withQueues(8).withType(MessageType.NORMAL));
            for (TopicQueue queue : admin.topics().describe("orders").queues()) {
                System.out.println(queue.queue() + " holds " + queue.messages() + " messages");
            }
            // end
            // region: groups
            admin.groups().create(GroupSettings.of("billing").withMaxRetries(5));
            long lag = admin.groups().progress("billing", "orders").lag();
            for (OffsetMove move : admin.groups().previewReset("billing", "orders", ResetTo.earliest())) {
                System.out.println(move); // orders/broker-a/0: 42 -> 0
            }
            admin.groups().reset("billing", "orders", ResetTo.time(Instant.now().minus(Duration.ofHours(1))));
            // end
            System.out.println("The lag was " + lag);
            // region: look
            admin.cluster().brokers().forEach(System.out::println);
            for (ReceivedMessage message : admin.messages().byKey("orders", "order-42", 10)) {
                System.out.println(message + ": " + admin.messages().track(message));
            }
            // end
        }
    }
}
