package io.skylark.client.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.skylark.client.consumer.push.ConsumeInterceptor;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendInterceptor;
import io.skylark.client.producer.SendReceipt;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Measures sends and consumption: give it to `intercept` of producers and consumers.
///
/// | meter | what | tags |
/// |---|---|---|
/// | `skylark.client.sends` | timer: from the call to the acknowledgement, all attempts | group, topic, outcome |
/// | `skylark.client.sends.active` | gauge: sends under way | |
/// | `skylark.client.consumptions` | timer: one call of a listener | group, topic, outcome |
/// | `skylark.client.consumptions.active` | gauge: messages that listeners have | |
/// | `skylark.client.messages.consumed` | counter | group, topic, outcome |
///
/// An outcome is the status of the receipt, or of the listener, in lower case, or else the kind of the failure.
public final class ClientMeters implements SendInterceptor, ConsumeInterceptor {
    private static final String SENDS = "skylark.client.sends";
    private static final String CONSUMPTIONS = "skylark.client.consumptions";
    private static final String CONSUMED = "skylark.client.messages.consumed";

    private final MeterRegistry registry;
    private final AtomicInteger sending = new AtomicInteger();
    private final AtomicInteger consuming = new AtomicInteger();

    public ClientMeters(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge(SENDS + ".active", sending);
        registry.gauge(CONSUMPTIONS + ".active", consuming);
    }

    @Override
    public Sending begin(String group, Message message) {
        Timer.Sample sample = Timer.start(registry);
        sending.incrementAndGet();
        return new Sending() {
            @Override
            public Message message() {
                return message;
            }

            @Override
            public void ended(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
                sending.decrementAndGet();
                sample.stop(registry.timer(SENDS, tags(group, message.topic(), outcome(receipt, failure))));
            }
        };
    }

    private static String outcome(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
        if (failure != null) {
            return kind(failure);
        }
        return receipt == null ? "oneway" : lower(receipt.status().name());
    }

    @Override
    public ConsumeOutcome around(String group, List<ReceivedMessage> messages, Consumption next) throws Exception {
        consuming.addAndGet(messages.size());
        long begin = registry.config().clock().monotonicTime();
        String outcome = "failed";
        try {
            ConsumeOutcome result = next.proceed();
            outcome = lower(String.valueOf(result));
            return result;
        } catch (Exception failure) {
            outcome = kind(failure);
            throw failure;
        } finally {
            consuming.addAndGet(-messages.size());
            Tags tags = tags(group, messages.get(0).topic(), outcome);
            registry.timer(CONSUMPTIONS, tags)
                    .record(registry.config().clock().monotonicTime() - begin, TimeUnit.NANOSECONDS);
            registry.counter(CONSUMED, tags).increment(messages.size());
        }
    }

    /// Failures of the client by their class, those of others as one: their classes could be many.
    private static String kind(Throwable failure) {
        return failure instanceof SkylarkException ? failure.getClass().getSimpleName() : "failed";
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Tags tags(String group, String topic, String outcome) {
        return Tags.of("group", group, "topic", topic, "outcome", outcome);
    }
}
