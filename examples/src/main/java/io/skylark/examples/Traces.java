package io.skylark.examples;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import io.skylark.client.message.Message;
import io.skylark.client.opentelemetry.ClientTraces;
import io.skylark.client.producer.Producer;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Follows a message from the send to the listener, with OpenTelemetry.
public final class Traces {
    private Traces() {}

    public static void main(String[] arguments) throws InterruptedException {
        // region: telemetry
        OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder() // or the one of your framework
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(new Printer()))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        // end
        CountDownLatch consumed = new CountDownLatch(1);
        // region: traces
        ClientTraces traces = new ClientTraces(telemetry);
        try (SkylarkClient mq = Connection.open(arguments);
                Producer producer = mq.producer("shop").intercept(traces).build();
                PushConsumer consumer = mq.pushConsumer("traced")
                        .subscribe("TracedTopic")
                        .startFrom(StartFrom.FIRST)
                        .intercept(traces)
                        .onMessage(message -> { // in the span `process TracedTopic`, child of `send TracedTopic`
                            consumed.countDown();
                            return ConsumeOutcome.SUCCESS;
                        })
                        .start()) {
            producer.send(Message.of("TracedTopic", "Hello"));
            boolean inTime = consumed.await(30, TimeUnit.SECONDS);
            System.out.println("Group " + consumer.group() + " consumed it: " + inTime);
        }
        // end
        telemetry.close();
    }

    /// Prints what real programs send to a collector.
    private static final class Printer implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            spans.forEach(span -> System.out.println(
                    span.getName() + " trace=" + span.getTraceId() + " parent=" + span.getParentSpanId()));
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
