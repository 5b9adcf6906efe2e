package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.table.LogAnswers;
import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.message.Host;
import io.skylark.message.MessageEncoder;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.PropertyNames;
import io.skylark.net.Answer;
import io.skylark.net.Connection;
import io.skylark.net.FastRequest;
import io.skylark.net.HeldBody;
import io.skylark.net.RoundAnswers;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.view.AnswerWriter;
import io.skylark.protocol.view.FieldName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One plain message on its way into the log, and the answer on its way back: the only object that outlives a plain send,
/// with the bytes behind the body.
///
/// Goes from the event loop to the log-writer, which copies body and tail into the frame, to the log-applier, which knows
/// position and offset then, and back to the event loop.
final class FastSend extends Proposal implements Answer {
    private static final FieldName MSG_ID = FieldName.of("msgId");
    private static final FieldName QUEUE_ID = FieldName.of("queueId");
    private static final FieldName QUEUE_OFFSET = FieldName.of("queueOffset");
    private static final FieldName TRANSACTION_ID = FieldName.of("transactionId");
    private static final FieldName REGION = FieldName.of(PropertyNames.REGION);
    private static final FieldName TRACE_ON = FieldName.of(PropertyNames.TRACE_ON);
    private static final byte[] NO_REMARK = {};

    /// What all sends share.
    static final class Setting {
        private final RoundAnswers answers;
        private final SendTail tails;
        private final byte[] region;
        private final byte[] traceOn;

        /// Owned by the log-writer.
        private final MessageEncoder encoder = new MessageEncoder();

        Setting(BrokerConfig config, RoundAnswers answers) {
            this.answers = answers;
            this.tails = new SendTail(config);
            region = config.regionId().getBytes(StandardCharsets.UTF_8);
            traceOn = Boolean.toString(config.traceOn()).getBytes(StandardCharsets.UTF_8);
        }

        SendTail tails() {
            return tails;
        }
    }

    private final Setting setting;
    private final Connection connection;
    private final SerializeType type;
    private final int opaque;
    private final HeldBody body;
    private final SendTail.Tail tail;
    private final Host bornHost;
    private final Host storeHost;
    private final int queueId;
    private final int sysFlag;
    private final long bornTime;
    private final int flag;
    private final int reconsumeTimes;
    private boolean copied;
    private long position;
    private long queueOffset;

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
        this.setting = setting;
        this.connection = request.connection();
        this.type = request.type();
        this.opaque = request.header().opaque();
        this.body = request.holdBody();
        this.tail = tail;
        this.bornHost = bornHost;
        this.storeHost = storeHost;
        this.queueId = queueId;
        this.sysFlag = sysFlag;
        this.bornTime = bornTime;
        this.flag = flag;
        this.reconsumeTimes = reconsumeTimes;
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
    public void writeBody(ByteBuffer target, long timeMillis) {
        MessageEncoder encoder = setting.encoder;
        encoder.begin(target, queueId, flag, sysFlag, bornTime, bornHost, timeMillis, storeHost, reconsumeTimes, body.size());
        body.copyTo(target);
        encoder.end(tail.bytes());
        copied = true;
        body.release();
    }

    @Override
    public void applied(EntryView entry, long outcome) {
        position = entry.position();
        queueOffset = outcome;
        setting.answers.add(connection, this);
    }

    @Override
    public void failed(LogRefusal why) {
        if (!copied) {
            body.release();
        }
        connection.reply(Command.response(LogAnswers.code(why), LogAnswers.remark(why)).withOpaque(opaque), type);
    }

    @Override
    public int maxBytes() {
        return AnswerWriter.MAX_FIXED_BYTES
                + MSG_ID.maxBytes() + OffsetMessageId.chars(storeHost)
                + QUEUE_ID.maxBytes() + QUEUE_OFFSET.maxBytes() + 2 * AnswerWriter.MAX_NUMBER_BYTES
                + TRANSACTION_ID.maxBytes() + tail.uniqueKeyLength()
                + REGION.maxBytes() + setting.region.length + TRACE_ON.maxBytes() + setting.traceOn.length;
    }

    @Override
    public void writeTo(ByteBuffer target, AnswerWriter writer) {
        writer.begin(target, type, ResponseCode.SUCCESS, opaque, NO_REMARK);
        int id = writer.reserve(MSG_ID, OffsetMessageId.chars(storeHost));
        OffsetMessageId.write(target, id, storeHost, position);
        writer.field(QUEUE_ID, queueId);
        writer.field(QUEUE_OFFSET, queueOffset);
        writer.field(TRANSACTION_ID, tail.bytes(), tail.uniqueKeyAt(), tail.uniqueKeyLength());
        writer.field(REGION, setting.region, 0, setting.region.length);
        writer.field(TRACE_ON, setting.traceOn, 0, setting.traceOn.length);
        writer.end(0);
    }
}
