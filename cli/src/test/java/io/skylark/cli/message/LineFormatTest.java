package io.skylark.cli.message;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.Host;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.SysFlag;
import io.skylark.protocol.body.MessageQueue;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineFormatTest {
    private static final long STORED =
            LocalDateTime.of(2026, 11, 22, 17, 8).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();

    @Test
    void printsTheParts() {
        assertThat(LineFormat.parse("%b").of(message())).isEqualTo("hello");
        assertThat(LineFormat.parse("%t|%k|%i|%q/%o 100%%\\t\\\\").of(message()))
                .isEqualTo("TagA|k1 k2|0A00|3/7 100%\t\\");
        assertThat(LineFormat.parse("%s\\n").of(message()))
                .isEqualTo("2026-11-22 17:08:00.000" + System.lineSeparator());
    }

    @Test
    void saysWhyABodyIsNotPrinted() {
        assertThat(LineFormat.parse("%t %b").of(message(SysFlag.COMPRESSED)))
                .startsWith("TagA (unreadable: The body, compressed with ZLIB, is cut or damaged");
    }

    @Test
    void refusesWhatMeansNothing() {
        assertThatThrownBy(() -> LineFormat.parse("%b %"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the format \"%b %\" ends in the middle of a sign");
        assertThatThrownBy(() -> LineFormat.parse("\\x")).hasMessageStartingWith("\\x in the format");
        assertThatThrownBy(() -> LineFormat.parse("%x")).hasMessageStartingWith("%x in the format");
    }

    private static ReceivedMessage message() {
        return message(0);
    }

    private static ReceivedMessage message(int sysFlag) {
        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
        Host host = Host.of(new byte[] {10, 0, 0, 1}, 10911);
        StoredMessage stored = new StoredMessage(
                "orders", 3, 7, 0, 0, sysFlag, STORED, host, STORED, host, 0, 0, 100, 0, body,
                Map.of(PropertyNames.TAGS, "TagA", PropertyNames.KEYS, "k1 k2", PropertyNames.UNIQUE_KEY, "0A00"));
        return ReceivedMessage.of(stored, new MessageQueue("orders", "broker-a", 3), 0, Map.of());
    }
}
