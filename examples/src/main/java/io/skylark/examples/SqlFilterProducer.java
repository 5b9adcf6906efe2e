package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;

/// Messages with a property to filter by. (`filter.SqlFilterProducer`)
public final class SqlFilterProducer {
    private SqlFilterProducer() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            for (int i = 0; i < 10; i++) {
                // region: property
                Message message = Message.of("SqlFilterTest", "Hello " + i).withTag("TagA");
                producer.send(message.withProperty("a", String.valueOf(i)));
                // end
            }
        }
    }
}
