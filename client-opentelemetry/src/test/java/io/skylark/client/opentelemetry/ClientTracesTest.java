package io.skylark.client.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendInterceptor;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.Properties;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClientTracesTest {
    private static final MessageQueue QUEUE = new MessageQueue("T", "b", 3);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    private final ClientTraces traces = new ClientTraces(telemetry);

    @AfterEach
    void close() {
        telemetry.close();
    }

    private Message sent() {
        SendInterceptor.Sending sending = traces.begin("p", Message.of("T", "x"));
        sending.ended(new SendReceipt(SendStatus.SEND_OK, "id", "", QUEUE, 0, null), null);
        return sending.message();
    }

    private static ReceivedMessage received(Message message) {
        Host host = Host.of(new byte[] {127, 0, 0, 1}, 1);
        byte[] properties = Properties.encode(message.properties()).getBytes(StandardCharsets.UTF_8);
        MessageDraft draft = new MessageDraft("T".getBytes(StandardCharsets.UTF_8), 3, 0, 0, 1, host, host, 0, 0,
                ByteBuffer.wrap(message.body()), ByteBuffer.wrap(properties));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 2);
        return ReceivedMessage.of(StoredMessage.decode(bytes.rewind()), QUEUE, 0, Map.of());
    }

    private SpanData span(int index) {
        return exporter.getFinishedSpanItems().get(index);
    }

    private static String attribute(SpanData span, String name) {
        return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(name)));
    }

    @Test
    void aSendIsASpanWhoseContextTravelsInTheMessage() throws Exception {
        Span parent = telemetry.getTracer("test").spanBuilder("parent").startSpan();
        Message message = Context.root().with(parent).wrap(this::sent).call();
        SpanData span = span(0);
        assertThat(span.getName()).isEqualTo("send T");
        assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(attribute(span, "messaging.system")).isEqualTo("rocketmq");
        assertThat(attribute(span, "messaging.destination.name")).isEqualTo("T");
        assertThat(attribute(span, "messaging.message.id")).isEqualTo("id");
        assertThat(attribute(span, "messaging.destination.partition.id")).isEqualTo("b/3");
        assertThat(message.properties().get("traceparent"))
                .startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-");
    }

    @Test
    void aFailedSendSaysWhy() {
        traces.begin("p", Message.of("T", "x")).ended(null, new UnreachableException("gone", null, null, null));
        assertThat(span(0).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attribute(span(0), "error.type")).isEqualTo(UnreachableException.class.getName());
    }

    @Test
    void theConsumptionOfOneMessageIsAChildOfItsSend() throws Exception {
        ReceivedMessage message = received(sent());
        traces.around("g", List.of(message), () -> {
            assertThat(Span.current().getSpanContext().getTraceId()).isEqualTo(span(0).getTraceId());
            return ConsumeOutcome.SUCCESS;
        });
        SpanData span = span(1);
        assertThat(span.getName()).isEqualTo("process T");
        assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(span.getParentSpanId()).isEqualTo(span(0).getSpanId());
        assertThat(span.getLinks()).hasSize(1);
        assertThat(attribute(span, "messaging.consumer.group.name")).isEqualTo("g");
        assertThat(attribute(span, "messaging.message.id")).isEqualTo(message.messageId());
    }

    @Test
    void theConsumptionOfManyIsLinkedToTheirSends() throws Exception {
        List<ReceivedMessage> three = List.of(received(sent()), received(sent()), received(Message.of("T", "x")));
        traces.around("g", three, () -> ConsumeOutcome.RETRY_LATER);
        SpanData span = span(2);
        assertThat(span.getLinks()).extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(span(0).getSpanId(), span(1).getSpanId());
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(span.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count"))).isEqualTo(3);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void whatAListenerThrowsIsRecordedAndThrownOn() {
        ReceivedMessage message = received(sent());
        assertThatThrownBy(() -> traces.around("g", List.of(message), () -> {
            throw new IllegalStateException("listener");
        })).hasMessage("listener");
        assertThat(span(1).getEvents()).hasSize(1);
        assertThat(attribute(span(1), "error.type")).isEqualTo(IllegalStateException.class.getName());
    }
}
