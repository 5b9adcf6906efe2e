package io.skylark.broker.send;

import io.skylark.log.EntryType;
import io.skylark.message.Host;
import io.skylark.message.MessageEncoder;
import io.skylark.message.OffsetMessageId;
import io.skylark.net.FastRequest;
import java.nio.ByteBuffer;

/// One plain message.
final class FastSend extends PlainSend {
    private final SendTail.Tail tail;
    private final int flag;

    FastSend(
            Setting setting,
            FastRequest request,
            SendTail.Tail tail,
            Host bornHost,
            Host storeHost,
            int queueId,
            int sysFlag,
            long bornTime,
            int flag,
            int reconsumeTimes) {
        super(setting, request, bornHost, storeHost, queueId, sysFlag, bornTime, reconsumeTimes);
        this.tail = tail;
        this.flag = flag;
    }

    @Override
    public EntryType type() {
        return EntryType.MESSAGE;
    }

    @Override
    public int bodySize() {
        return MessageEncoder.size(bornHost, storeHost, body.size(), tail.bytes().length);
    }

    @Override
    void write(ByteBuffer target, long timeMillis, MessageEncoder encoder) {
        begin(encoder, target, timeMillis, flag, body.size());
        body.copyTo(target);
        encoder.end(tail.bytes());
    }

    @Override
    int idChars() {
        return OffsetMessageId.chars(storeHost);
    }

    @Override
    void writeIds(ByteBuffer target, int at, long first) {
        OffsetMessageId.write(target, at, storeHost, first);
    }

    @Override
    byte[] uniqueKeySource() {
        return tail.bytes();
    }

    @Override
    int uniqueKeyAt() {
        return tail.uniqueKeyAt();
    }

    @Override
    int uniqueKeyLength() {
        return tail.uniqueKeyLength();
    }
}
