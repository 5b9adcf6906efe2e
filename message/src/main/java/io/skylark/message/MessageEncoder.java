package io.skylark.message;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Writes one stored message (see [MessageLayout]) whose body somebody else puts into its place: [#begin], the body,
/// [#end]. Topics of at most 127 bytes only. Reused; owned by one thread.
public final class MessageEncoder {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int CRC_MASK = 0x7FFFFFFF;

    /// Bytes of everything but hosts, body, topic, properties, and the lengths of the last two.
    private static final int FIXED = 4 + 4 + 4 + 4 + 4 + 8 + 8 + 4 + 8 + 8 + 4 + 8 + 4;

    private final CRC32 crc = new CRC32();
    private ByteBuffer target = NOTHING;
    private int start;
    private int bodyAt;
    private int bodySize;

    /// Size of the stored message.
    ///
    /// @param tailSize bytes of topic and properties with their lengths
    public static int size(Host bornHost, Host storeHost, int bodySize, int tailSize) {
        return FIXED + bornHost.sizeBytes() + storeHost.sizeBytes() + bodySize + tailSize;
    }

    /// Writes everything before the body, and leaves the position where the body belongs. Queue offset, position and
    /// prepared transaction are 0.
    public void begin(
            ByteBuffer into,
            int queueId,
            int flag,
            int sysFlag,
            long bornTime,
            Host bornHost,
            long storeTime,
            Host storeHost,
            int reconsumeTimes,
            int bodyBytes) {
        target = into;
        start = into.position();
        bodySize = bodyBytes;
        int flags = sysFlag & ~(SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6);
        flags |= bornHost.isV6() ? SysFlag.BORN_HOST_V6 : 0;
        flags |= storeHost.isV6() ? SysFlag.STORE_HOST_V6 : 0;
        into.putInt(0).putInt(MessageLayout.MAGIC_V1).putInt(0);
        into.putInt(queueId).putInt(flag);
        into.putLong(0).putLong(0);
        into.putInt(flags);
        into.putLong(bornTime);
        bornHost.write(into, into.position());
        into.position(into.position() + bornHost.sizeBytes());
        into.putLong(storeTime);
        storeHost.write(into, into.position());
        into.position(into.position() + storeHost.sizeBytes());
        into.putInt(reconsumeTimes);
        into.putLong(0);
        into.putInt(bodyBytes);
        bodyAt = into.position();
    }

    /// Writes what lies behind the body: topic and properties with their lengths.
    public void end(byte[] tail) {
        endBody();
        target.put(tail);
        endMessage();
    }

    /// The same from its parts: the topic, `length` bytes of properties at `at` in the source, at least one, and properties
    /// that go behind them.
    public void end(byte[] topic, ByteBuffer source, int at, int length, byte[] added) {
        endBody();
        byte last = source.get(at + length - 1);
        target.put((byte) topic.length).put(topic);
        target.putShort((short) propertiesSize(length, last, added.length));
        target.put(target.position(), source, at, length);
        target.position(target.position() + length);
        if (last != Properties.VALUE_END) {
            target.put(Properties.VALUE_END);
        }
        target.put(added);
        endMessage();
    }

    /// Bytes of properties when others go behind them, which may need the end that the last value can do without.
    ///
    /// @param last byte of the first ones
    public static int propertiesSize(int length, byte last, int addedLength) {
        return length + (last == Properties.VALUE_END ? 0 : 1) + addedLength;
    }

    private void endBody() {
        int bodyEnd = bodyAt + bodySize;
        if (target.position() != bodyEnd) {
            throw new IllegalStateException("the body ends at " + target.position() + " instead of " + bodyEnd);
        }
        if (bodySize > 0) {
            int limit = target.limit();
            crc.reset();
            crc.update(target.limit(bodyEnd).position(bodyAt));
            target.limit(limit);
            target.putInt(start + MessageLayout.BODY_CRC, (int) crc.getValue() & CRC_MASK);
        }
    }

    private void endMessage() {
        target.putInt(start, target.position() - start);
        target = NOTHING;
    }
}
