package io.skylark.client.error;

import io.skylark.protocol.ResponseCode;
import org.jspecify.annotations.Nullable;

/// No broker holds the topic, as the name servers know it now.
public final class TopicNotFoundException extends SkylarkException {
    private static final long serialVersionUID = 1;

    /// There is nothing to read, or to look at.
    public TopicNotFoundException(String topic) {
        this("Topic " + topic + " does not exist or has no queue to read", topic, null);
    }

    private TopicNotFoundException(String what, String topic, @Nullable String server) {
        super(what, ResponseCode.TOPIC_NOT_EXIST, server, true, CodeAdvice.createTopic(topic), null);
    }

    private TopicNotFoundException(TopicNotFoundException original) {
        super(original);
    }

    /// The topic cannot be created by sending to it.
    ///
    /// @param nameServer who said so
    public static TopicNotFoundException toSend(String topic, String nameServer) {
        return new TopicNotFoundException(
                "Topic " + topic + " does not exist and auto-creation is off", topic, nameServer);
    }

    @Override
    public TopicNotFoundException rethrown() {
        return new TopicNotFoundException(this);
    }
}
