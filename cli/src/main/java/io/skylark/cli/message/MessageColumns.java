package io.skylark.cli.message;

import io.skylark.cli.frame.Columns;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.message.ReceivedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;

/// What is shown of a message.
final class MessageColumns {
    private static final int SHOWN_CHARS = 60;

    /// One line each.
    static final Columns<ReceivedMessage> LIST = Columns.named("id", ReceivedMessage::messageId)
            .with("broker", (ReceivedMessage row) -> row.queue().brokerName())
            .with("queue", (ReceivedMessage row) -> row.queue().queueId())
            .with("offset", ReceivedMessage::queueOffset)
            .with("stored", ReceivedMessage::storeTime)
            .with("tag", ReceivedMessage::tag)
            .with("keys", ReceivedMessage::keys)
            .wide("born", ReceivedMessage::bornTime)
            .wide("attempts", ReceivedMessage::reconsumeTimes)
            .wide("offsetId", ReceivedMessage::offsetMessageId)
            .with("body", MessageColumns::shortBody);

    /// All that is known of one.
    static final Columns<ReceivedMessage> WHOLE = Columns.named("id", ReceivedMessage::messageId)
            .with("offsetId", ReceivedMessage::offsetMessageId)
            .with("topic", (ReceivedMessage row) -> row.queue().topic())
            .with("broker", (ReceivedMessage row) -> row.queue().brokerName())
            .with("queue", (ReceivedMessage row) -> row.queue().queueId())
            .with("offset", ReceivedMessage::queueOffset)
            .with("born", ReceivedMessage::bornTime)
            .with("bornHost", (ReceivedMessage row) -> row.stored().bornHost().toString())
            .with("stored", ReceivedMessage::storeTime)
            .with("storeHost", (ReceivedMessage row) -> row.stored().storeHost().toString())
            .with("attempts", ReceivedMessage::reconsumeTimes)
            .with("tag", ReceivedMessage::tag)
            .with("keys", ReceivedMessage::keys)
            .with("properties", (ReceivedMessage row) -> new TreeMap<>(row.properties()))
            .with("body", MessageColumns::text)
            .with("bodyBase64", MessageColumns::base64)
            .with("bodyFault", MessageColumns::fault);

    private MessageColumns() {}

    static String shortBody(ReceivedMessage message) {
        return unreadable(message).orElseGet(() -> {
            String text = text(message).orElseGet(() -> "(" + message.body().length + " bytes)");
            return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
        });
    }

    /// What stands for a body that cannot be shown.
    static Optional<String> unreadable(ReceivedMessage message) {
        return fault(message).map(fault -> "(unreadable: " + fault + ")");
    }

    /// Why the body cannot be shown, which it can as a rule: a library is missing, or it is damaged.
    private static Optional<String> fault(ReceivedMessage message) {
        try {
            message.body();
            return Optional.empty();
        } catch (MessageRejectedException unreadable) {
            return Optional.ofNullable(unreadable.getMessage());
        }
    }

    /// Empty when it is no text, or cannot be read.
    static Optional<String> text(ReceivedMessage message) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message.body())).toString());
        } catch (CharacterCodingException | MessageRejectedException binary) {
            return Optional.empty();
        }
    }

    /// Only when it is no text.
    static Optional<String> base64(ReceivedMessage message) {
        return text(message).isPresent() || fault(message).isPresent()
                ? Optional.empty()
                : Optional.of(Base64.getEncoder().encodeToString(message.body()));
    }
}
