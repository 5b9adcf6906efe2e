package io.skylark.client.consumer.group;

import io.skylark.client.error.RefusedException;
import io.skylark.message.EncodedMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PullMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What a broker says to a pull.
///
/// @param nextOffset where to pull from next
/// @param minOffset of the queue
/// @param maxOffset of the queue, the offset of the next message to come
/// @param brokerId from which replica to pull next
public record PullAnswer(
        Kind kind, long nextOffset, long minOffset, long maxOffset, long brokerId, List<EncodedMessage> messages) {

    public enum Kind {
        FOUND,

        /// The end of the queue, after the wait.
        NOTHING_NEW,

        /// Messages that do not match were passed over.
        NO_MATCH,

        /// The queue has nothing at that offset and never will.
        OFFSET_MOVED
    }

    /// @throws RefusedException when the broker did not let pull
    /// @throws IllegalArgumentException when the messages are damaged
    public static PullAnswer of(Command answer, String topic, String server) {
        Kind kind = switch (answer.code()) {
            case ResponseCode.SUCCESS -> Kind.FOUND;
            case ResponseCode.PULL_NOT_FOUND -> Kind.NOTHING_NEW;
            case ResponseCode.PULL_RETRY_IMMEDIATELY -> Kind.NO_MATCH;
            case ResponseCode.PULL_OFFSET_MOVED -> Kind.OFFSET_MOVED;
            default -> throw RefusedException.ofTopic("Pulling from topic " + topic, topic, server, answer);
        };
        PullMessage.Response header = PullMessage.API.decodeResponse(answer);
        List<EncodedMessage> messages = kind == Kind.FOUND ? messages(answer.body().duplicate()) : List.of();
        return new PullAnswer(
                kind,
                header.nextBeginOffset(),
                header.minOffset(),
                header.maxOffset(),
                header.suggestWhichBrokerId(),
                messages);
    }

    private static List<EncodedMessage> messages(ByteBuffer source) {
        List<EncodedMessage> messages = new ArrayList<>(GroupConfig.STANDARD_PULL_BATCH);
        while (source.hasRemaining()) {
            messages.add(EncodedMessage.read(source));
        }
        return messages;
    }
}
