package io.skylark.client.consumer.push;

import io.skylark.client.consumer.group.PullAnswer;
import io.skylark.client.consumer.group.QueueProgress;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.EncodedMessage;
import io.skylark.message.PropertyNames;
import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How messages came: with one answer, from one queue.
///
/// @param min first offset of the queue when they were pulled, as a property
/// @param max offset of the next message to come, likewise
record Arrived(QueueProgress progress, MessageQueue queue, String min, String max) {
    Arrived(QueueProgress progress, MessageQueue queue, PullAnswer answer) {
        this(progress, queue, String.valueOf(answer.minOffset()), String.valueOf(answer.maxOffset()));
    }

    /// Some of the messages as the listener gets them.
    ///
    /// @param attempts failed attempts that the broker does not know of
    List<ReceivedMessage> received(List<EncodedMessage> messages, int from, int to, int attempts, long nowMillis) {
        ReceivedMessage.Delivery delivery = delivery(attempts, nowMillis);
        if (to - from == 1) {
            return List.of(ReceivedMessage.of(messages.get(from), queue, delivery));
        }
        List<ReceivedMessage> received = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            received.add(ReceivedMessage.of(messages.get(i), queue, delivery));
        }
        return received;
    }

    /// A message as the listener gets it.
    ReceivedMessage received(EncodedMessage message, int attempts, long nowMillis) {
        return ReceivedMessage.of(message, queue, delivery(attempts, nowMillis));
    }

    private ReceivedMessage.Delivery delivery(int attempts, long nowMillis) {
        return new ReceivedMessage.Delivery(attempts, Map.of(
                PropertyNames.MIN_OFFSET, min,
                PropertyNames.MAX_OFFSET, max,
                PropertyNames.CONSUME_START_TIME, Long.toString(nowMillis)));
    }
}
