package io.skylark.client.message;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes the ids by which users know messages, 32 hex digits in the form of RocketMQ clients: IPv4 address 4 bytes, low
/// half of the process id 2, a number of this maker's own 4, milliseconds since the start of the month 4, counter 2.
///
/// Two ids are equal only when one maker gives more than 65,536 of them in a millisecond, or by two makers of one
/// process and address that drew the same number. Shared by all threads.
public final class MessageIds {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int PREFIX_BYTES = 4 + 2 + 4;

    /// Where a month begins and ends, in ms.
    private record Month(long start, long end) {}

    private final String prefix;
    private final InstantSource clock;
    private final ZoneId zone;
    private final AtomicInteger counter = new AtomicInteger();
    private volatile Month month;

    /// @param ipv4 4 bytes
    /// @param zone tools take the month from local time
    public MessageIds(byte[] ipv4, long processId, int number, InstantSource clock, ZoneId zone) {
        if (ipv4.length != 4) {
            throw new IllegalArgumentException("an IPv4 address has 4 bytes, not " + ipv4.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(PREFIX_BYTES);
        bytes.put(ipv4).putShort((short) processId).putInt(number);
        this.prefix = HEX.formatHex(bytes.array());
        this.clock = clock;
        this.zone = zone;
        this.month = monthOf(clock.millis());
    }

    public String next() {
        long now = clock.millis();
        Month current = month;
        if (now >= current.end || now < current.start) {
            current = monthOf(now);
            month = current;
        }
        int time = (int) (now - current.start);
        return prefix + HEX.toHexDigits(time) + HEX.toHexDigits((short) counter.getAndIncrement());
    }

    private Month monthOf(long millis) {
        ZonedDateTime start = Instant.ofEpochMilli(millis)
                .atZone(zone)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay(zone);
        return new Month(start.toInstant().toEpochMilli(), start.plusMonths(1).toInstant().toEpochMilli());
    }
}
