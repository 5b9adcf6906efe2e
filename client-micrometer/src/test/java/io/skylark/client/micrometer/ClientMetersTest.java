package io.skylark.client.micrometer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.SendInterceptor;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClientMetersTest {
    private static final MessageQueue QUEUE = new MessageQueue("T", "b", 0);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ClientMeters meters = new ClientMeters(registry);

    private static ReceivedMessage received() {
        Host host = Host.of(new byte[] {127, 0, 0, 1}, 1);
        MessageDraft draft = new MessageDraft("T".getBytes(StandardCharsets.UTF_8), 0, 0, 0, 1, host, host, 0, 0,
                ByteBuffer.wrap(new byte[1]), ByteBuffer.allocate(0));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 2);
        return ReceivedMessage.of(StoredMessage.decode(bytes.rewind()), QUEUE, 0, Map.of());
    }

    @Test
    void timesSendsByTheirOutcome() {
        SendInterceptor.Sending sending = meters.begin("g", Message.of("T", "x"));
        assertThat(registry.get("skylark.client.sends.active").gauge().value()).isEqualTo(1);
        sending.ended(new SendReceipt(SendStatus.SEND_OK, "id", "", QUEUE, 0, null), null);
        meters.begin("g", Message.of("T", "x")).ended(null, new UnreachableException("gone", null, null, null));
        meters.begin("g", Message.of("T", "x")).ended(null, null);
        for (String outcome : List.of("send_ok", "UnreachableException", "oneway")) {
            assertThat(registry.get("skylark.client.sends")
                    .tags("group", "g", "topic", "T", "outcome", outcome).timer().count()).isEqualTo(1);
        }
        assertThat(registry.get("skylark.client.sends.active").gauge().value()).isZero();
    }

    @Test
    void timesListenersAndCountsTheirMessages() throws Exception {
        List<ReceivedMessage> two = List.of(received(), received());
        assertThat(meters.around("g", two, () -> {
            assertThat(registry.get("skylark.client.consumptions.active").gauge().value()).isEqualTo(2);
            return ConsumeOutcome.SUCCESS;
        })).isEqualTo(ConsumeOutcome.SUCCESS);
        assertThatThrownBy(() -> meters.around("g", two, () -> {
            throw new IllegalStateException("listener");
        })).hasMessage("listener");
        assertThat(registry.get("skylark.client.consumptions").tags("outcome", "success").timer().count()).isEqualTo(1);
        assertThat(registry.get("skylark.client.messages.consumed").tags("outcome", "success").counter().count())
                .isEqualTo(2);
        assertThat(registry.get("skylark.client.messages.consumed").tags("outcome", "failed").counter().count())
                .isEqualTo(2);
        assertThat(registry.get("skylark.client.consumptions.active").gauge().value()).isZero();
    }
}
