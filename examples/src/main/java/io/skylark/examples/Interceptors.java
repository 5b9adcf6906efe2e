package io.skylark.examples;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendInterceptor;
import io.skylark.client.producer.SendReceipt;
import org.jspecify.annotations.Nullable;

/// Sees every message on its way out and in.
public final class Interceptors {
    private Interceptors() {}

    public static void main(String[] arguments) {
        SkylarkClient mq = Connection.openUntilStopped(arguments);
        // region: send
        SendInterceptor stamp = (group, message) -> {
            long begin = System.nanoTime();
            Message stamped = message.withProperty("sentBy", group);
            return new SendInterceptor.Sending() {
                @Override
                public Message message() {
                    return stamped;
                }

                @Override
                public void ended(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
                    String outcome = failure == null ? "sent" : "not sent";
                    System.out.println(outcome + " in " + (System.nanoTime() - begin) + " ns");
                }
            };
        };
        Producer producer = mq.producer("shop").intercept(stamp).build();
        // end
        // region: consume
        PushConsumer consumer = mq.pushConsumer("timed")
                .subscribe("TopicTest")
                .intercept((group, messages, next) -> {
                    long begin = System.nanoTime();
                    ConsumeOutcome outcome = next.proceed();
                    System.out.println(outcome + " in " + (System.nanoTime() - begin) + " ns");
                    return outcome;
                })
                .onMessage(message -> ConsumeOutcome.SUCCESS)
                .start();
        // end
        System.out.println("Consumer of group " + consumer.group() + " started.");
        producer.send(Message.of("TopicTest", "Hello"));
    }
}
