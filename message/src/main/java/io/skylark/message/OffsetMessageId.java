package io.skylark.message;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The message id a broker gives: store host and position in hex, 32 characters (56 with an IPv6 host).
public record OffsetMessageId(Host storeHost, long position) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int V4_CHARS = 32;
    private static final int V6_CHARS = 56;

    public static String encode(Host storeHost, long position) {
        ByteBuffer bytes = ByteBuffer.allocate(storeHost.sizeBytes() + 8);
        storeHost.write(bytes, 0);
        bytes.putLong(storeHost.sizeBytes(), position);
        return HEX.formatHex(bytes.array());
    }

    /// Characters of an id.
    public static int chars(Host storeHost) {
        return storeHost.isV6() ? V6_CHARS : V4_CHARS;
    }

    /// Writes an id as ASCII at the absolute place `at`: the same as [#encode], without objects.
    public static void write(ByteBuffer target, int at, Host storeHost, long position) {
        int to = storeHost.writeHex(target, at);
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            target.put(to++, hexDigit((int) (position >>> shift)));
        }
    }

    static byte hexDigit(int value) {
        int digit = value & 0xF;
        return (byte) (digit < 10 ? '0' + digit : 'A' + digit - 10);
    }

    /// @throws IllegalArgumentException when `id` is not such an id
    public static OffsetMessageId decode(String id) {
        if (id.length() != V4_CHARS && id.length() != V6_CHARS) {
            throw new IllegalArgumentException("an offset message id has 32 or 56 hex digits, not " + id.length());
        }
        ByteBuffer bytes = ByteBuffer.wrap(HEX.parseHex(id));
        Host host = Host.read(bytes, 0, id.length() == V6_CHARS);
        return new OffsetMessageId(host, bytes.getLong(host.sizeBytes()));
    }
}
