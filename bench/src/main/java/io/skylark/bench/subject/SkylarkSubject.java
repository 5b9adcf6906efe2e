package io.skylark.bench.subject;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.ProducerBuilder;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Our client as its users get it, set as [OfficialSubject] is.
public final class SkylarkSubject implements Subject {
    private static final Duration SEND_LIMIT = Duration.ofSeconds(10);

    private final Order order;
    private final SkylarkClient client;
    private final Producer producer;

    private SkylarkSubject(Order order) {
        this.order = order;
        this.client = SkylarkClient.connect(order.nameServer());
        ProducerBuilder builder = client.producer("bench_skylark").sendTimeout(SEND_LIMIT);
        if (order.work() == Order.Work.ASYNC) {
            // The window of the load is the limit that counts, as with the official client, which has none of its own.
            builder.maxInFlight(order.window());
        }
        this.producer = (order.batching() ? builder.batching() : builder).build();
    }

    public static void main(String[] args) throws Exception {
        SubjectRun.main(args, SkylarkSubject::new);
    }

    @Override
    public @Nullable String send(byte[] body) {
        return failure(producer.send(Message.of(order.topic(), body)));
    }

    @Override
    public void sendAsync(byte[] body, Outcome outcome) {
        var _ = producer.sendAsync(Message.of(order.topic(), body)).whenComplete((receipt, failure) ->
                outcome.ended(receipt == null ? SubjectRun.name(failure) : failure(receipt)));
    }

    private static @Nullable String failure(SendReceipt receipt) {
        return receipt.status() == SendStatus.SEND_OK ? null : receipt.status().name();
    }

    @Override
    public void consume(Consumer<byte[]> seen) {
        var _ = client.pushConsumer("bench_" + UUID.randomUUID())
                .subscribe(order.topic())
                .startFrom(StartFrom.FIRST)
                .onMessage(message -> {
                    seen.accept(message.body());
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
    }

    @Override
    public void close() {
        client.close();
    }
}
