package io.skylark.client.error;

import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.SendMessage;
import java.time.Duration;

/// The request was sent and no answer came in time. It may have been carried out.
public final class NoAnswerException extends SkylarkException {
    private static final long serialVersionUID = 1;

    public NoAnswerException(String server, int requestCode, Duration waited) {
        super("No answer from " + server + " to request " + requestCode + kind(requestCode) + " within "
                + waited.toMillis() + " ms",
                NO_CODE, server, true, "The request may have been carried out all the same", null);
    }

    private NoAnswerException(NoAnswerException original) {
        super(original);
    }

    private static String kind(int requestCode) {
        return switch (requestCode) {
            case SendMessage.V1, SendMessage.V2, SendMessage.BATCH -> " (to store a message)";
            case PullMessage.CODE -> " (to pull messages)";
            default -> "";
        };
    }

    @Override
    public NoAnswerException rethrown() {
        return new NoAnswerException(this);
    }
}
