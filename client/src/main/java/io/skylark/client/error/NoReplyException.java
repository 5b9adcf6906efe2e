package io.skylark.client.error;

import java.time.Duration;

/// No consumer replied to a request in time. One may have consumed it all the same.
public final class NoReplyException extends SkylarkException {
    private static final long serialVersionUID = 1;

    public NoReplyException(String topic, Duration waited) {
        super("No reply to a request to topic " + topic + " came within " + waited.toMillis() + " ms",
                NO_CODE, null, true, "Does a consumer of the topic run, and does it reply?", null);
    }

    private NoReplyException(NoReplyException original) {
        super(original);
    }

    @Override
    public NoReplyException rethrown() {
        return new NoReplyException(this);
    }
}
