package io.skylark.bench.official;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Synchronous sends with one Kafka producer, which does not wait for company (`linger.ms=0`); makes its topic first.
public final class KafkaSend {
    private KafkaSend() {}

    public static void main(String[] args) throws Exception {
        ClientLoad.Order order = ClientLoad.Order.of(args);
        Map<String, Object> server = Map.of("bootstrap.servers", order.server());
        try (Admin admin = Admin.create(server)) {
            admin.createTopics(List.of(new NewTopic(order.topic(), order.queues(), (short) 1))).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        byte[] body = order.body();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", order.server(), "acks", "1", "linger.ms", "0");
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            new ClientLoad(() -> {
                producer.send(new ProducerRecord<>(order.topic(), body)).get();
                return null;
            }).run(order, System.out);
        }
    }
}
