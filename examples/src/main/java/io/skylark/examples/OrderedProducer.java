package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import java.util.List;

/// Messages with the same sharding key keep their order. (`ordermessage.Producer`)
public final class OrderedProducer {
    private OrderedProducer() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            // region: sharding
            for (String step : List.of("created", "paid", "shipped")) {
                for (int order = 0; order < 10; order++) {
                    String key = "order-" + order;
                    producer.send(Message.of("OrderSteps", key + " " + step).withShardingKey(key));
                }
            }
            // end
        }
    }
}
