package io.skylark.client.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.skylark.client.consumer.push.ConsumeInterceptor;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendInterceptor;
import io.skylark.client.producer.SendReceipt;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Traces sends and consumption: give it to `intercept` of producers and consumers. The context travels in properties of
/// the message, with W3C's propagation `traceparent` and `tracestate`.
///
/// A send is a span `send TOPIC`; a call of a listener is a span `process TOPIC`, child of the send when it is of one
/// message, or else linked to all sends. Attributes follow the semantic conventions for messaging.
public final class ClientTraces implements SendInterceptor, ConsumeInterceptor {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> PARTITION = AttributeKey.stringKey("messaging.destination.partition.id");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final TextMapGetter<ReceivedMessage> PROPERTIES =
            (message, name) -> message == null ? null : message.property(name).orElse(null);

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    public ClientTraces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.skylark.client");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    @Override
    public Sending begin(String group, Message message) {
        Span span = span("send", message.topic(), SpanKind.PRODUCER)
                .setAttribute(BODY_SIZE, (long) message.sizeBytes())
                .startSpan();
        Map<String, String> fields = new TreeMap<>();
        propagator.inject(Context.current().with(span), fields, (carrier, name, value) -> {
            if (carrier != null && !value.isEmpty()) {
                carrier.put(name, value);
            }
        });
        Message traced = message;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            traced = traced.withProperty(field.getKey(), field.getValue());
        }
        return new Traced(span, traced);
    }

    private SpanBuilder span(String operation, String topic, SpanKind kind) {
        return tracer.spanBuilder(operation + " " + topic)
                .setSpanKind(kind)
                .setAttribute(SYSTEM, "rocketmq")
                .setAttribute(TOPIC, topic)
                .setAttribute(OPERATION, operation)
                .setAttribute(OPERATION_TYPE, operation);
    }

    private record Traced(Span span, Message message) implements Sending {
        @Override
        public void ended(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
            if (receipt != null) {
                span.setAttribute(MESSAGE_ID, receipt.messageId());
                span.setAttribute(PARTITION, receipt.queue().brokerName() + "/" + receipt.queue().queueId());
            }
            if (failure != null) {
                failed(span, failure);
            }
            span.end();
        }
    }

    private static void failed(Span span, Throwable failure) {
        span.setAttribute(ERROR, failure.getClass().getName());
        span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
        span.recordException(failure);
    }

    @Override
    public ConsumeOutcome around(String group, List<ReceivedMessage> messages, Consumption next) throws Exception {
        Span span = consumption(group, messages);
        try {
            ConsumeOutcome outcome = Context.current().with(span).wrap(next::proceed).call();
            if (outcome != ConsumeOutcome.SUCCESS) {
                span.setAttribute(ERROR, String.valueOf(outcome));
                span.setStatus(StatusCode.ERROR);
            }
            return outcome;
        } catch (Exception failure) {
            failed(span, failure);
            throw failure;
        } finally {
            span.end();
        }
    }

    private Span consumption(String group, List<ReceivedMessage> messages) {
        ReceivedMessage first = messages.get(0);
        SpanBuilder builder = span("process", first.topic(), SpanKind.CONSUMER)
                .setAttribute(GROUP, group)
                .setAttribute(PARTITION, first.queue().brokerName() + "/" + first.queue().queueId());
        if (messages.size() == 1) {
            builder.setAttribute(MESSAGE_ID, first.messageId()).setAttribute(BODY_SIZE, (long) first.body().length);
        } else {
            builder.setAttribute(BATCH_SIZE, (long) messages.size());
        }
        for (ReceivedMessage message : messages) {
            Context sent = propagator.extract(Context.root(), message, PROPERTIES);
            SpanContext sender = Span.fromContext(sent).getSpanContext();
            if (sender.isValid()) {
                builder.addLink(sender);
                if (messages.size() == 1) {
                    builder.setParent(sent);
                }
            }
        }
        return builder.startSpan();
    }
}
