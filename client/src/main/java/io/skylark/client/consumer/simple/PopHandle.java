package io.skylark.client.consumer.simple;

import io.skylark.client.message.ReceivedMessage;
import io.skylark.message.TopicNames;

/// What a broker wants to see with an acknowledgement, eight words separated by blanks on the wire: which pop of which
/// queue it was, and which message.
///
/// @param startOffset the first offset of the pop
/// @param popTime ms
/// @param invisibleTime ms
/// @param retry 0 for a message of the topic itself; 1 and 2 for one of a retry topic, which are the two ways to name
///     it
record PopHandle(
        long startOffset,
        long popTime,
        long invisibleTime,
        int reviveQueueId,
        int retry,
        String brokerName,
        int queueId,
        long offset) {

    static final int PLAIN = 0;
    static final int RETRY = 1;
    static final int RETRY_V2 = 2;

    private static final int WORDS = 8;

    /// @throws IllegalArgumentException when the message was not received by a simple consumer
    static PopHandle of(ReceivedMessage message) {
        if (message.handle().isEmpty()) {
            throw new IllegalArgumentException("message " + message.messageId() + " of " + message.queue()
                    + " was not received by a simple consumer: it can be neither acknowledged nor kept");
        }
        return parse(message.handle());
    }

    /// @throws IllegalArgumentException when the text is no handle
    static PopHandle parse(String text) {
        String[] words = text.split(" ");
        if (words.length < WORDS) {
            throw new IllegalArgumentException("not a handle of a popped message: '" + text + "'");
        }
        try {
            return new PopHandle(
                    Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]),
                    Integer.parseInt(words[3]), Integer.parseInt(words[4]), words[5], Integer.parseInt(words[6]),
                    Long.parseLong(words[7]));
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("not a handle of a popped message: '" + text + "'", wrong);
        }
    }

    String text() {
        return startOffset + " " + popTime + " " + invisibleTime + " " + reviveQueueId + " " + retry + " "
                + brokerName + " " + queueId + " " + offset;
    }

    /// Which way a topic that messages came from is a retry topic of a group.
    static int retryOf(String topic, String group) {
        if (!TopicNames.isRetry(topic)) {
            return PLAIN;
        }
        return topic.startsWith(TopicNames.retryTopic(group) + "+") ? RETRY_V2 : RETRY;
    }

    /// The topic that the message lies in.
    ///
    /// @param topic that it was first sent to
    String storedTopic(String topic, String group) {
        return switch (retry) {
            case RETRY -> TopicNames.retryTopic(group) + "_" + topic;
            case RETRY_V2 -> TopicNames.retryTopic(group) + "+" + topic;
            default -> topic;
        };
    }

    /// The handle after the time was changed.
    PopHandle changed(long newPopTime, long newInvisibleTime, int newReviveQueueId) {
        return new PopHandle(
                offset, newPopTime, newInvisibleTime, newReviveQueueId, retry, brokerName, queueId, offset);
    }
}
