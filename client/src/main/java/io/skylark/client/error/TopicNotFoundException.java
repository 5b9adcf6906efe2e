package io.skylark.client.error;

import io.skylark.protocol.ResponseCode;

/// No broker holds the topic, as the name servers know it now.
public final class TopicNotFoundException extends SkylarkException {
    private static final long serialVersionUID = 1;

    public TopicNotFoundException(String topic) {
        super("Topic " + topic + " does not exist or has no queue to read", ResponseCode.TOPIC_NOT_EXIST, null, true,
                "Create it, or send a first message to it", null);
    }

    private TopicNotFoundException(TopicNotFoundException original) {
        super(original);
    }

    @Override
    public TopicNotFoundException rethrown() {
        return new TopicNotFoundException(this);
    }
}
