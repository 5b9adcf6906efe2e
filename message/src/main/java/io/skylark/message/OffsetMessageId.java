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
