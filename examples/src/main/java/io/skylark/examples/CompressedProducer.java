package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.Compression;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;

/// Large bodies that cost little time to compress. Needs `lz4-java` on the class path.
public final class CompressedProducer {
    private CompressedProducer() {}

    public static void main(String[] arguments) {
        // region: compression
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("reports").compression(Compression.LZ4).build()) {
            producer.send(Message.of("TopicTest", "a line of a report, ".repeat(10_000)));
        }
        // end
    }
}
