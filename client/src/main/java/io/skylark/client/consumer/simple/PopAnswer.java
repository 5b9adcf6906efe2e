package io.skylark.client.consumer.simple;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.EncodedMessage;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.body.MessageQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes messages of the answer to a pop: gives each its handle, and in ordered pops the number of attempts.
final class PopAnswer {
    private final PopMessage.Response header;
    private final String group;
    private final String brokerName;

    /// First offset of the pop, by `flag queueId`.
    private final Map<String, Long> starts;

    /// Attempts before, by `flag queueId` and by `flag qo<queueId>%<offset>`.
    private final Map<String, Long> attempts;

    private PopAnswer(PopMessage.Response header, String group, String brokerName) {
        this.header = header;
        this.group = group;
        this.brokerName = brokerName;
        this.starts = numbers(header.startOffsetInfo());
        this.attempts = numbers(header.orderCountInfo());
    }

    /// @throws IllegalArgumentException when the messages are damaged
    static List<ReceivedMessage> messages(Command answer, String group, String brokerName) {
        PopAnswer pop = new PopAnswer(PopMessage.API.decodeResponse(answer), group, brokerName);
        List<ReceivedMessage> messages = new ArrayList<>();
        ByteBuffer source = answer.body().duplicate();
        while (source.hasRemaining()) {
            messages.add(pop.message(EncodedMessage.read(source)));
        }
        return messages;
    }

    /// Entries of two words and a number, separated by `;`.
    private static Map<String, Long> numbers(@Nullable String text) {
        Map<String, Long> numbers = new HashMap<>();
        if (text == null || text.isBlank()) {
            return numbers;
        }
        for (String entry : text.split(";")) {
            int last = entry.lastIndexOf(' ');
            if (last > 0) {
                numbers.put(entry.substring(0, last), Long.parseLong(entry.substring(last + 1)));
            }
        }
        return numbers;
    }

    private ReceivedMessage message(EncodedMessage encoded) {
        String given = encoded.property(PropertyNames.POP_CHECKPOINT);
        PopHandle handle = given == null ? handle(encoded) : PopHandle.parse(given);
        String queue = handle.retry() + " " + handle.queueId();
        String one = handle.retry() + " qo" + handle.queueId() + "%" + handle.offset();
        // Some brokers write the number of attempts into the message too.
        long before = attempts.getOrDefault(one, attempts.getOrDefault(queue, 0L)) - encoded.reconsumeTimes();
        ReceivedMessage message = ReceivedMessage.of(
                encoded,
                new MessageQueue(handle.storedTopic(ReceivedMessage.topicOf(encoded), group), brokerName,
                        handle.queueId()),
                new ReceivedMessage.Delivery((int) Math.max(0, before), Map.of(PropertyNames.POP_CHECKPOINT, handle.text())));
        message.renewHandle(given == null ? handle.text() : given);
        return message;
    }

    private PopHandle handle(EncodedMessage encoded) {
        int retry = PopHandle.retryOf(encoded.topic(), group);
        long offset = encoded.queueOffset();
        return new PopHandle(
                starts.getOrDefault(retry + " " + encoded.queueId(), offset), header.popTime(),
                header.invisibleTime(), header.reviveQid(), retry, brokerName, encoded.queueId(), offset);
    }
}
