package io.skylark.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One stored message in bytes of its own, of which each field is decoded when it is asked for: most readers of messages
/// ask for few. Immutable.
public final class EncodedMessage {
    private final ByteBuffer bytes;

    private EncodedMessage(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// A copy of the message at the source's position; moves behind it.
    ///
    /// @throws IllegalArgumentException when no whole message lies there, or its body fails the checksum
    public static EncodedMessage read(ByteBuffer source) {
        int at = source.position();
        String fault = MessageLayout.fault(source, at, source.remaining());
        if (fault != null) {
            throw new IllegalArgumentException("not a stored message: " + fault);
        }
        byte[] copy = new byte[MessageLayout.totalSize(source, at)];
        source.get(copy);
        ByteBuffer bytes = ByteBuffer.wrap(copy);
        ByteBuffer body = bytes.slice(MessageLayout.bodyAt(bytes, 0), MessageLayout.bodyLength(bytes, 0));
        if (bytes.getInt(MessageLayout.BODY_CRC) != MessageDraft.crc(body)) {
            throw new IllegalArgumentException("the body of the stored message fails its checksum");
        }
        return new EncodedMessage(bytes);
    }

    /// The bytes of a decoded message; its size and checksum are found anew.
    public static EncodedMessage of(StoredMessage message) {
        MessageDraft draft = new MessageDraft(
                message.topic().getBytes(StandardCharsets.UTF_8), message.queueId(), message.flag(), message.sysFlag(),
                message.bornTime(), message.bornHost(), message.storeHost(), message.reconsumeTimes(),
                message.preparedTransactionPosition(), ByteBuffer.wrap(message.body()),
                ByteBuffer.wrap(Properties.encode(message.properties()).getBytes(StandardCharsets.UTF_8)));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, message.storeTime());
        MessageLayout.place(bytes, 0, message.queueOffset(), message.position());
        bytes.flip();
        return new EncodedMessage(bytes);
    }

    public int sizeBytes() {
        return bytes.limit();
    }

    public long queueOffset() {
        return MessageLayout.queueOffset(bytes, 0);
    }

    public int queueId() {
        return MessageLayout.queueId(bytes, 0);
    }

    public long position() {
        return bytes.getLong(MessageLayout.POSITION);
    }

    public int flag() {
        return bytes.getInt(MessageLayout.FLAG);
    }

    public int sysFlag() {
        return MessageLayout.sysFlag(bytes, 0);
    }

    public long bornTime() {
        return bytes.getLong(MessageLayout.BORN_TIME);
    }

    public long storeTime() {
        return MessageLayout.storeTime(bytes, 0);
    }

    public int reconsumeTimes() {
        return MessageLayout.reconsumeTimes(bytes, 0);
    }

    /// Of the body as stored.
    public int bodyLength() {
        return MessageLayout.bodyLength(bytes, 0);
    }

    /// A copy of the body as stored: compressed when [#sysFlag()] says so.
    public byte[] body() {
        byte[] body = new byte[bodyLength()];
        bytes.get(MessageLayout.bodyAt(bytes, 0), body);
        return body;
    }

    public String topic() {
        byte[] topic = new byte[MessageLayout.topicLength(bytes, 0)];
        bytes.get(MessageLayout.topicAt(bytes, 0), topic);
        return new String(topic, StandardCharsets.UTF_8);
    }

    /// The value of one property, found without decoding the others; null when it is absent or empty.
    ///
    /// @param name ASCII
    public @Nullable String property(String name) {
        return Properties.findLast(
                bytes, MessageLayout.propertiesAt(bytes, 0), MessageLayout.propertiesLength(bytes, 0), name);
    }

    public Map<String, String> properties() {
        return Properties.decode(
                bytes, MessageLayout.propertiesAt(bytes, 0), MessageLayout.propertiesLength(bytes, 0));
    }

    /// The id by which a broker finds the message: where it is stored.
    public String offsetMessageId() {
        int storeHostAt = MessageLayout.storeTimeAt(bytes, 0) + 8;
        Host storeHost = Host.read(bytes, storeHostAt, SysFlag.has(sysFlag(), SysFlag.STORE_HOST_V6));
        return OffsetMessageId.encode(storeHost, position());
    }

    /// Everything, decoded.
    public StoredMessage decode() {
        return StoredMessage.decode(bytes.duplicate());
    }
}
