package io.skylark.message;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// A message on its way into the log: everything but its place and its store time.
///
/// `topic` is UTF-8 of at most 255 bytes, `body` and `properties` are read from their position to their limit and stay
/// untouched; `properties` has at most [MessageLayout#MAX_PROPERTIES_BYTES] bytes in the form of [Properties].
public record MessageDraft(
        byte[] topic,
        int queueId,
        int flag,
        int sysFlag,
        long bornTime,
        Host bornHost,
        Host storeHost,
        int reconsumeTimes,
        long preparedTransactionPosition,
        ByteBuffer body,
        ByteBuffer properties) {

    /// The stored message at the absolute place `at`, on its way into the log once more. Topic and hosts are copied; `body` and
    /// `properties` lie in the source and are valid as long as it is.
    public static MessageDraft read(ByteBuffer source, int at) {
        int sysFlag = MessageLayout.sysFlag(source, at);
        int storeTimeAt = at + MessageLayout.storeTimeAt(source, at);
        Host bornHost = Host.read(source, at + MessageLayout.BORN_HOST, SysFlag.has(sysFlag, SysFlag.BORN_HOST_V6));
        Host storeHost = Host.read(source, storeTimeAt + 8, SysFlag.has(sysFlag, SysFlag.STORE_HOST_V6));
        int reconsumeAt = storeTimeAt + 8 + storeHost.sizeBytes();
        byte[] topic = new byte[MessageLayout.topicLength(source, at)];
        source.get(at + MessageLayout.topicAt(source, at), topic);
        return new MessageDraft(
                topic,
                MessageLayout.queueId(source, at),
                source.getInt(at + MessageLayout.FLAG),
                sysFlag,
                source.getLong(at + MessageLayout.BORN_TIME),
                bornHost,
                storeHost,
                source.getInt(reconsumeAt),
                source.getLong(reconsumeAt + 4),
                source.slice(at + MessageLayout.bodyAt(source, at), MessageLayout.bodyLength(source, at)),
                source.slice(at + MessageLayout.propertiesAt(source, at), MessageLayout.propertiesLength(source, at)));
    }

    public MessageDraft withProperties(ByteBuffer value) {
        return new MessageDraft(
                topic, queueId, flag, sysFlag, bornTime, bornHost, storeHost, reconsumeTimes,
                preparedTransactionPosition, body, value);
    }

    public MessageDraft withFlag(int value) {
        return new MessageDraft(
                topic, queueId, value, sysFlag, bornTime, bornHost, storeHost, reconsumeTimes,
                preparedTransactionPosition, body, properties);
    }

    public int encodedSize() {
        return MessageLayout.encodedSize(
                bornHost.sizeBytes(), storeHost.sizeBytes(), body.remaining(), topic.length, properties.remaining());
    }

    /// Writes [#encodedSize()] bytes from the target's position on, and moves it behind them. Queue offset and position
    /// are written as 0: they are set in the copies that are sent.
    public void encode(ByteBuffer target, long storeTime) {
        boolean longTopic = topic.length > MessageLayout.MAX_TOPIC_BYTES_V1;
        int flags = sysFlag & ~(SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6);
        flags |= bornHost.isV6() ? SysFlag.BORN_HOST_V6 : 0;
        flags |= storeHost.isV6() ? SysFlag.STORE_HOST_V6 : 0;
        target.putInt(encodedSize());
        target.putInt(longTopic ? MessageLayout.MAGIC_V2 : MessageLayout.MAGIC_V1);
        target.putInt(crc(body));
        target.putInt(queueId).putInt(flag);
        target.putLong(0).putLong(0);
        target.putInt(flags);
        target.putLong(bornTime);
        put(bornHost, target);
        target.putLong(storeTime);
        put(storeHost, target);
        target.putInt(reconsumeTimes);
        target.putLong(preparedTransactionPosition);
        target.putInt(body.remaining());
        put(body, target);
        if (longTopic) {
            target.putShort((short) topic.length);
        } else {
            target.put((byte) topic.length);
        }
        target.put(topic);
        target.putShort((short) properties.remaining());
        put(properties, target);
    }

    private static void put(ByteBuffer source, ByteBuffer target) {
        int size = source.remaining();
        target.put(target.position(), source, source.position(), size);
        target.position(target.position() + size);
    }

    private static void put(Host host, ByteBuffer target) {
        host.write(target, target.position());
        target.position(target.position() + host.sizeBytes());
    }

    /// CRC32 with the sign bit cleared, as clients compare it.
    static int crc(ByteBuffer body) {
        if (!body.hasRemaining()) {
            return 0;
        }
        CRC32 crc = new CRC32();
        crc.update(body.duplicate());
        return (int) crc.getValue() & 0x7FFFFFFF;
    }
}
