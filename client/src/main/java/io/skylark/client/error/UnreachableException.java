package io.skylark.client.error;

import org.jspecify.annotations.Nullable;

/// No connection: it could not be made, or it was lost before an answer came. A request that was sent before the loss
/// may have been carried out.
public final class UnreachableException extends SkylarkException {
    private static final long serialVersionUID = 1;

    public UnreachableException(
            String what, @Nullable String server, @Nullable String nextStep, @Nullable Throwable cause) {
        super(what, NO_CODE, server, true, nextStep, cause);
    }

    private UnreachableException(UnreachableException original) {
        super(original);
    }

    @Override
    public UnreachableException rethrown() {
        return new UnreachableException(this);
    }
}
