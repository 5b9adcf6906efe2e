package io.skylark.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A decoded copy of one stored message. `body` is as stored: compressed when `sysFlag` says so.
public record StoredMessage(
        String topic,
        int queueId,
        long queueOffset,
        long position,
        int flag,
        int sysFlag,
        long bornTime,
        Host bornHost,
        long storeTime,
        Host storeHost,
        int reconsumeTimes,
        long preparedTransactionPosition,
        int storedSizeBytes,
        int bodyCrc,
        byte[] body,
        Map<String, String> properties) {

    /// Decodes the message at the source's position and moves behind it.
    ///
    /// @throws IllegalArgumentException when no whole message lies there, or its body fails the checksum
    public static StoredMessage decode(ByteBuffer source) {
        int at = source.position();
        String fault = MessageLayout.fault(source, at, source.remaining());
        if (fault != null) {
            throw new IllegalArgumentException("not a stored message: " + fault);
        }
        int sysFlag = MessageLayout.sysFlag(source, at);
        int storeTimeAt = at + MessageLayout.storeTimeAt(source, at);
        Host bornHost = Host.read(source, at + MessageLayout.BORN_HOST, SysFlag.has(sysFlag, SysFlag.BORN_HOST_V6));
        Host storeHost = Host.read(source, storeTimeAt + 8, SysFlag.has(sysFlag, SysFlag.STORE_HOST_V6));
        int reconsumeAt = storeTimeAt + 8 + storeHost.sizeBytes();
        byte[] body = new byte[MessageLayout.bodyLength(source, at)];
        source.get(at + MessageLayout.bodyAt(source, at), body);
        int crc = source.getInt(at + MessageLayout.BODY_CRC);
        if (crc != MessageDraft.crc(ByteBuffer.wrap(body))) {
            throw new IllegalArgumentException("the body of the stored message fails its checksum");
        }
        byte[] topic = new byte[MessageLayout.topicLength(source, at)];
        source.get(at + MessageLayout.topicAt(source, at), topic);
        Map<String, String> properties = Properties.decode(
                source, at + MessageLayout.propertiesAt(source, at), MessageLayout.propertiesLength(source, at));
        int size = MessageLayout.totalSize(source, at);
        source.position(at + size);
        return new StoredMessage(
                new String(topic, StandardCharsets.UTF_8),
                MessageLayout.queueId(source, at),
                source.getLong(at + MessageLayout.QUEUE_OFFSET),
                source.getLong(at + MessageLayout.POSITION),
                source.getInt(at + MessageLayout.FLAG),
                sysFlag,
                source.getLong(at + MessageLayout.BORN_TIME),
                bornHost,
                source.getLong(storeTimeAt),
                storeHost,
                source.getInt(reconsumeAt),
                source.getLong(reconsumeAt + 4),
                size,
                crc,
                body,
                properties);
    }

    /// Decodes messages back to back until the source is used up.
    public static List<StoredMessage> decodeAll(ByteBuffer source) {
        List<StoredMessage> messages = new ArrayList<>();
        while (source.hasRemaining()) {
            messages.add(decode(source));
        }
        return messages;
    }

    /// The id by which a broker finds the message: where it is stored.
    public String offsetMessageId() {
        return OffsetMessageId.encode(storeHost, position);
    }

    public @Nullable String property(String name) {
        return properties.get(name);
    }

    public @Nullable String tags() {
        return properties.get(PropertyNames.TAGS);
    }
}
