package io.skylark.client.message;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageIdsTest {
    private static final byte[] IP = {10, 0, 0, 5};

    private final AtomicLong millis = new AtomicLong(Instant.parse("2026-11-01T00:00:01Z").toEpochMilli());

    private MessageIds ids() {
        InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
        return new MessageIds(IP, 0x1234567, 0xCAFEBABE, clock, ZoneOffset.UTC);
    }

    @Test
    void holdsAddressProcessNumberTimeOfTheMonthAndCounter() {
        MessageIds ids = ids();
        assertThat(ids.next()).isEqualTo("0A000005" + "4567" + "CAFEBABE" + "000003E8" + "0000");
        millis.addAndGet(255);
        assertThat(ids.next()).isEqualTo("0A000005" + "4567" + "CAFEBABE" + "000004E7" + "0001");
    }

    @Test
    void countsTimeAnewInEachMonth() {
        MessageIds ids = ids();
        millis.set(Instant.parse("2026-11-30T23:59:59.999Z").toEpochMilli());
        assertThat(ids.next()).contains("9A7EC7FF");
        millis.addAndGet(1);
        assertThat(ids.next()).contains("00000000");
        millis.addAndGet(-1);
        assertThat(ids.next()).contains("9A7EC7FF");
    }

    @Test
    void givesNoIdTwiceWithinAMillisecond() {
        MessageIds ids = ids();
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 65_536; i++) {
            given.add(ids.next());
        }
        assertThat(given).hasSize(65_536).allMatch(id -> id.matches("[0-9A-F]{32}"));
    }
}
