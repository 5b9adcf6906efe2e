package io.skylark.conformance.crash;

import io.skylark.conformance.wire.RawClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads a queue with pull requests, and takes the stored messages apart by itself: it shares no code with the server.
final class QueueContent {
    private static final int PULL_MESSAGE = 11;
    private static final int NOT_FOUND = 19;
    private static final String SUBSCRIPTION_FLAG = "4";

    private static final int QUEUE_OFFSET = 20;
    private static final int BODY_LENGTH = 84;

    private QueueContent() {}

    /// Numbers of the messages from `offset` on, in order.
    static List<Long> read(RawClient client, String topic, int queueId, long offset) throws IOException {
        List<Long> sequences = new ArrayList<>();
        while (true) {
            RawClient.Answer answer = client.ask(PULL_MESSAGE, "consumerGroup", "crash-check", "topic", topic,
                    "queueId", String.valueOf(queueId), "queueOffset", String.valueOf(offset + sequences.size()),
                    "maxMsgNums", "32", "sysFlag", SUBSCRIPTION_FLAG, "commitOffset", "0",
                    "suspendTimeoutMillis", "0", "subscription", "*", "subVersion", "0");
            if (answer.code() == NOT_FOUND) {
                return sequences;
            }
            if (answer.code() != 0) {
                throw new AssertionError("cannot pull: " + answer.header());
            }
            ByteBuffer messages = ByteBuffer.wrap(answer.body());
            while (messages.hasRemaining()) {
                sequences.add(sequence(messages, offset + sequences.size()));
            }
        }
    }

    /// The number in the body of the next message, which must be whole.
    private static long sequence(ByteBuffer messages, long expectedOffset) {
        int at = messages.position();
        long offset = messages.getLong(at + QUEUE_OFFSET);
        if (offset != expectedOffset) {
            throw new AssertionError("a message has offset " + offset + " instead of " + expectedOffset);
        }
        int bodyLength = messages.getInt(at + BODY_LENGTH);
        byte[] body = new byte[bodyLength];
        messages.get(at + BODY_LENGTH + 4, body);
        long sequence = ByteBuffer.wrap(body).getLong() / 31;
        if (!Arrays.equals(body, Sender.body(sequence))) {
            throw new AssertionError("the message at offset " + offset + " has a damaged body");
        }
        messages.position(at + messages.getInt(at));
        return sequence;
    }
}
