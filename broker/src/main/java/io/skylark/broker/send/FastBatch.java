package io.skylark.broker.send;

import io.skylark.log.EntryType;
import io.skylark.message.BatchBody;
import io.skylark.message.Host;
import io.skylark.message.MessageEncoder;
import io.skylark.message.OffsetMessageId;
import io.skylark.net.FastRequest;
import java.nio.ByteBuffer;

/// A batch of plain messages, which go straight from where the network left them into one entry of the log. Of each of
/// them only its size is kept, for the answer.
final class FastBatch extends PlainSend {
    private static final byte[] NO_KEY = {};

    private final byte[] topic;
    private final int[] sizes;
    private final int bodySize;

    /// @param topic at most 127 bytes, not to be changed
    FastBatch(
            Setting setting,
            FastRequest request,
            byte[] topic,
            BatchScan scan,
            Host bornHost,
            Host storeHost,
            int queueId,
            int sysFlag,
            long bornTime,
            int reconsumeTimes) {
        super(setting, request, bornHost, storeHost, queueId, sysFlag, bornTime, reconsumeTimes);
        this.topic = topic;
        this.sizes = scan.sizes();
        this.bodySize = scan.allSizes();
    }

    /// Bytes of a stored message besides body and properties.
    static int fixedBytes(byte[] topic, Host bornHost, Host storeHost) {
        return MessageEncoder.size(bornHost, storeHost, 0, Byte.BYTES + topic.length + Short.BYTES);
    }

    @Override
    public EntryType type() {
        return EntryType.MESSAGE_BATCH;
    }

    @Override
    public int bodySize() {
        return bodySize;
    }

    @Override
    void write(ByteBuffer target, long timeMillis, MessageEncoder encoder) {
        byte[] added = setting.tails().added();
        ByteBuffer source = body.view();
        int at = source.position();
        for (int i = 0; i < sizes.length; i++) {
            int bodyLength = BatchBody.bodyLength(source, at);
            begin(encoder, target, timeMillis, BatchBody.flag(source, at), bodyLength);
            target.put(target.position(), source, BatchBody.bodyAt(at), bodyLength);
            target.position(target.position() + bodyLength);
            int propertiesAt = BatchBody.propertiesAt(source, at);
            int propertiesLength = BatchBody.propertiesLength(source, at);
            encoder.end(topic, source, propertiesAt, propertiesLength, added);
            at = propertiesAt + propertiesLength;
        }
    }

    @Override
    int idChars() {
        return sizes.length * (OffsetMessageId.chars(storeHost) + 1) - 1;
    }

    @Override
    void writeIds(ByteBuffer target, int at, long first) {
        int chars = OffsetMessageId.chars(storeHost);
        int to = at;
        long position = first;
        for (int i = 0; i < sizes.length; i++) {
            if (i > 0) {
                target.put(to++, (byte) ',');
            }
            OffsetMessageId.write(target, to, storeHost, position);
            to += chars;
            position += sizes[i];
        }
    }

    /// The answer to a batch brings none, but the field.
    @Override
    byte[] uniqueKeySource() {
        return NO_KEY;
    }

    @Override
    int uniqueKeyAt() {
        return 0;
    }

    @Override
    int uniqueKeyLength() {
        return 0;
    }
}
