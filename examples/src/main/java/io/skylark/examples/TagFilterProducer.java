package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import java.util.List;

/// Messages with different tags. (`filter.TagFilterProducer`)
public final class TagFilterProducer {
    private TagFilterProducer() {}

    public static void main(String[] arguments) {
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").build()) {
            List<String> tags = List.of("TagA", "TagB", "TagC");
            for (int i = 0; i < 60; i++) {
                producer.send(Message.of("TagFilterTest", "Hello " + i).withTag(tags.get(i % tags.size())));
            }
        }
    }
}
