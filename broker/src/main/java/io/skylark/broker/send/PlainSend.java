package io.skylark.broker.send;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.table.LogAnswers;
import io.skylark.log.EntryView;
import io.skylark.log.LogRefusal;
import io.skylark.log.Proposal;
import io.skylark.message.Host;
import io.skylark.message.MessageEncoder;
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

/// A plain send on its way into the log, of one message or of a batch, and the answer on its way back: the only object
/// that outlives the request, with the bytes behind its body.
///
/// Goes from the event loop to the log-writer, which copies what is stored into the frame, to the log-applier, which knows
/// position and offset then, and back to the event loop.
abstract sealed class PlainSend extends Proposal implements Answer permits FastSend, FastBatch {
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
        private final SendTimes times;

        /// Owned by the log-writer.
        private final MessageEncoder encoder = new MessageEncoder();

        Setting(BrokerConfig config, RoundAnswers answers, SendTimes times) {
            this.answers = answers;
            this.times = times;
            this.tails = new SendTail(config);
            region = config.regionId().getBytes(StandardCharsets.UTF_8);
            traceOn = Boolean.toString(config.traceOn()).getBytes(StandardCharsets.UTF_8);
        }

        SendTail tails() {
            return tails;
        }
    }

    final Setting setting;
    final HeldBody body;
    final Host bornHost;
    final Host storeHost;
    final int queueId;
    private final Connection connection;
    private final SerializeType type;
    private final int opaque;
    private final int sysFlag;
    private final long bornTime;
    private final int reconsumeTimes;
    private final int code;
    private final long arrived;
    private boolean copied;
    private long position;
    private long queueOffset;

    PlainSend(
            Setting setting,
            FastRequest request,
            Host bornHost,
            Host storeHost,
            int queueId,
            int sysFlag,
            long bornTime,
            int reconsumeTimes) {
        this.setting = setting;
        this.connection = request.connection();
        this.type = request.type();
        this.opaque = request.header().opaque();
        this.body = request.holdBody();
        this.bornHost = bornHost;
        this.storeHost = storeHost;
        this.queueId = queueId;
        this.sysFlag = sysFlag;
        this.bornTime = bornTime;
        this.reconsumeTimes = reconsumeTimes;
        this.code = request.header().code();
        this.arrived = request.arrived();
    }

    @Override
    public final void writeBody(ByteBuffer target, long timeMillis) {
        write(target, timeMillis, setting.encoder);
        copied = true;
        body.release();
    }

    /// Writes what is stored. Log-writer.
    abstract void write(ByteBuffer target, long timeMillis, MessageEncoder encoder);

    /// Begins a stored message.
    final void begin(MessageEncoder encoder, ByteBuffer target, long timeMillis, int flag, int bodyBytes) {
        encoder.begin(
                target, queueId, flag, sysFlag, bornTime, bornHost, timeMillis, storeHost, reconsumeTimes, bodyBytes);
    }

    @Override
    public final void applied(EntryView entry, long outcome) {
        position = entry.position();
        queueOffset = outcome;
        setting.times.stored(code, arrived);
        setting.answers.add(connection, this);
    }

    @Override
    public final void failed(LogRefusal why) {
        if (!copied) {
            body.release();
        }
        setting.times.refused(code, LogAnswers.code(why), arrived);
        connection.reply(Command.response(LogAnswers.code(why), LogAnswers.remark(why)).withOpaque(opaque), type);
    }

    @Override
    public final int code() {
        return ResponseCode.SUCCESS;
    }

    /// Characters of the ids that the answer brings.
    abstract int idChars();

    /// Writes the ids from `at` on.
    ///
    /// @param first where the first message lies
    abstract void writeIds(ByteBuffer target, int at, long first);

    /// The bytes in which the unique key lies that the answer brings.
    abstract byte[] uniqueKeySource();

    abstract int uniqueKeyAt();

    abstract int uniqueKeyLength();

    @Override
    public final int maxBytes() {
        return AnswerWriter.MAX_FIXED_BYTES
                + MSG_ID.maxBytes() + idChars()
                + QUEUE_ID.maxBytes() + QUEUE_OFFSET.maxBytes() + 2 * AnswerWriter.MAX_NUMBER_BYTES
                + TRANSACTION_ID.maxBytes() + uniqueKeyLength()
                + REGION.maxBytes() + setting.region.length + TRACE_ON.maxBytes() + setting.traceOn.length;
    }

    @Override
    public final void writeTo(ByteBuffer target, AnswerWriter writer) {
        writer.begin(target, type, ResponseCode.SUCCESS, opaque, NO_REMARK);
        writeIds(target, writer.reserve(MSG_ID, idChars()), position);
        writer.field(QUEUE_ID, queueId);
        writer.field(QUEUE_OFFSET, queueOffset);
        writer.field(TRANSACTION_ID, uniqueKeySource(), uniqueKeyAt(), uniqueKeyLength());
        writer.field(REGION, setting.region, 0, setting.region.length);
        writer.field(TRACE_ON, setting.traceOn, 0, setting.traceOn.length);
        writer.end(0);
    }
}
