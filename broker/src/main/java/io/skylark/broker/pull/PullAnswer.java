package io.skylark.broker.pull;

import io.skylark.log.store.ReadOutcome;
import io.skylark.log.store.ReadStatus;
import io.skylark.net.Answer;
import io.skylark.protocol.view.AnswerWriter;
import io.skylark.protocol.view.FieldName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer to a pull: what `PullMessage.Response` says, then the messages, if any.
///
/// @param code how it ended, in the words of the protocol
record PullAnswer(Pull pull, int code, ReadOutcome outcome, @Nullable MessageBatch messages) implements Answer {
    private static final FieldName SUGGESTED_BROKER = FieldName.of("suggestWhichBrokerId");
    private static final FieldName NEXT_OFFSET = FieldName.of("nextBeginOffset");
    private static final FieldName MIN_OFFSET = FieldName.of("minOffset");
    private static final FieldName MAX_OFFSET = FieldName.of("maxOffset");
    private static final FieldName TOPIC_SYS_FLAG = FieldName.of("topicSysFlag");
    private static final FieldName GROUP_SYS_FLAG = FieldName.of("groupSysFlag");
    private static final int MAX_REMARK_BYTES = 32;
    private static final int MAX_HEAD_BYTES = AnswerWriter.MAX_FIXED_BYTES + MAX_REMARK_BYTES
            + SUGGESTED_BROKER.maxBytes() + NEXT_OFFSET.maxBytes() + MIN_OFFSET.maxBytes() + MAX_OFFSET.maxBytes()
            + TOPIC_SYS_FLAG.maxBytes() + GROUP_SYS_FLAG.maxBytes() + 6 * AnswerWriter.MAX_NUMBER_BYTES;

    private static final byte[] NO_REMARK = {};
    private static final Map<ReadStatus, byte[]> REMARKS = remarks();

    @Override
    public int maxBytes() {
        return MAX_HEAD_BYTES + bodyBytes();
    }

    private int bodyBytes() {
        return messages == null ? 0 : messages.sizeBytes();
    }

    @Override
    public void writeTo(ByteBuffer target, AnswerWriter writer) {
        writer.begin(target, pull.caller().type(), code, pull.caller().opaque(), remark());
        writer.field(SUGGESTED_BROKER, 0);
        writer.field(NEXT_OFFSET, outcome.nextOffset());
        writer.field(MIN_OFFSET, outcome.minOffset());
        writer.field(MAX_OFFSET, outcome.maxOffset());
        writer.field(TOPIC_SYS_FLAG, pull.topic().topicSysFlag());
        Integer groupSysFlag = pull.group().groupSysFlag();
        if (groupSysFlag != null) {
            writer.field(GROUP_SYS_FLAG, groupSysFlag);
        }
        writer.end(bodyBytes());
        if (messages != null) {
            messages.writeTo(target);
        }
    }

    /// The names that RocketMQ gives these outcomes.
    private static Map<ReadStatus, byte[]> remarks() {
        Map<ReadStatus, byte[]> texts = new EnumMap<>(ReadStatus.class);
        for (ReadStatus status : ReadStatus.values()) {
            String text = switch (status) {
                case NO_QUEUE -> "NO_MESSAGE_IN_QUEUE";
                case EMPTY_QUEUE -> "NO_MESSAGE_IN_QUEUE";
                default -> status.name();
            };
            texts.put(status, text.getBytes(StandardCharsets.US_ASCII));
        }
        return texts;
    }

    private byte[] remark() {
        return REMARKS.getOrDefault(outcome.status(), NO_REMARK);
    }
}
