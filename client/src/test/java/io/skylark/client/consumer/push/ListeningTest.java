package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.Samples;
import io.skylark.client.message.ReceivedMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListeningTest {
    private static ReceivedMessage message(long offset, Map<String, String> properties) {
        return ReceivedMessage.of(
                Samples.message(offset, 0, "body", properties), Samples.QUEUE, new ReceivedMessage.Delivery(2, Map.of()));
    }

    @Test
    void namesAMessageThatFailedSoThatItIsFound() {
        ReceivedMessage message = message(7, Map.of("UNIQ_KEY", "ID7", "KEYS", "order-1 order-2"));
        assertThat(Listening.describe(List.of(message)))
                .isEqualTo("message ID7 (keys order-1 order-2) of T/broker-a/0 at offset 7, attempt 3");
        ReceivedMessage without = message(8, Map.of("UNIQ_KEY", "ID8"));
        assertThat(Listening.describe(List.of(without, message)))
                .isEqualTo("2 messages, the first message ID8 of T/broker-a/0 at offset 8, attempt 3");
    }
}
