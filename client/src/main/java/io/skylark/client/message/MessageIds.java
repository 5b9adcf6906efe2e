package io.skylark.client.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
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
    private static final String DIGITS = "0123456789ABCDEF";
    private static final int TIME_AT = 2 * PREFIX_BYTES;
    private static final int COUNTER_AT = TIME_AT + 2 * Integer.BYTES;
    private static final int ID_CHARS = COUNTER_AT + 2 * Short.BYTES;

    /// Where a month begins and ends, in ms.
    private record Month(long start, long end) {}

    private final byte[] prefix;
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
        this.prefix = HEX.formatHex(bytes.array()).getBytes(StandardCharsets.ISO_8859_1);
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
        byte[] id = Arrays.copyOf(prefix, ID_CHARS);
        putHex(id, TIME_AT, time, Integer.BYTES);
        putHex(id, COUNTER_AT, counter.getAndIncrement(), Short.BYTES);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    private static void putHex(byte[] target, int at, int value, int bytes) {
        for (int digit = 2 * bytes - 1, rest = value; digit >= 0; digit--, rest >>>= 4) {
            target[at + digit] = (byte) DIGITS.charAt(rest & 0xF);
        }
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
