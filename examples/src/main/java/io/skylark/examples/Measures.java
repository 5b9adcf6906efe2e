package io.skylark.examples;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import io.skylark.client.message.Message;
import io.skylark.client.micrometer.ClientMeters;
import io.skylark.client.producer.Producer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Counts and times what a client does, with Micrometer.
public final class Measures {
    private Measures() {}

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch consumed = new CountDownLatch(100);
        // region: measures
        MeterRegistry registry = new SimpleMeterRegistry(); // Prometheus', or the one of your framework
        ClientMeters meters = new ClientMeters(registry); // one for each registry
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").intercept(meters).build();
                PushConsumer consumer = mq.pushConsumer("measured")
                        .subscribe("MeasuredTopic")
                        .startFrom(StartFrom.FIRST)
                        .intercept(meters)
                        .onMessage(message -> {
                            consumed.countDown();
                            return ConsumeOutcome.SUCCESS;
                        })
                        .start()) {
            for (int i = 0; i < 100; i++) {
                producer.send(Message.of("MeasuredTopic", "Hello " + i));
            }
            boolean inTime = consumed.await(30, TimeUnit.SECONDS);
            System.out.println("Group " + consumer.group() + " consumed all: " + inTime);
        }
        for (Meter meter : registry.getMeters()) {
            System.out.println(meter.getId() + " " + meter.measure());
        }
        // end
    }
}
