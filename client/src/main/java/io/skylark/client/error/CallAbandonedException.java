package io.skylark.client.error;

import org.jspecify.annotations.Nullable;

/// The client itself gave the call up: its thread was interrupted, the client was closed, or a limit of the client was
/// reached.
public final class CallAbandonedException extends SkylarkException {
    private static final long serialVersionUID = 1;

    public CallAbandonedException(String what, boolean retryable, @Nullable Throwable cause) {
        super(what, NO_CODE, null, retryable, null, cause);
    }

    private CallAbandonedException(CallAbandonedException original) {
        super(original);
    }

    @Override
    public CallAbandonedException rethrown() {
        return new CallAbandonedException(this);
    }
}
