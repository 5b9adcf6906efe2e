package io.skylark.client.error;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What went wrong between this client and a server. The subclasses are the cases; all of them carry the same facts, so
/// that one handler is enough.
public abstract class SkylarkException extends RuntimeException {
    /// The code of a failure that no server answered.
    public static final int NO_CODE = -1;

    private static final long serialVersionUID = 1;

    private final int code;
    private final @Nullable String server;
    private final boolean retryable;
    private final @Nullable String nextStep;

    /// Set before anybody but its maker sees the exception.
    private String[] messageIds = {};

    /// @param what what failed, and why
    /// @param server `host:port`, null when none is to blame
    /// @param nextStep what a person can do about it, null when nobody knows
    protected SkylarkException(
            String what,
            int code,
            @Nullable String server,
            boolean retryable,
            @Nullable String nextStep,
            @Nullable Throwable cause) {
        super(nextStep == null ? what : what + (ends(what) ? " " : ". ") + nextStep, cause);
        this.code = code;
        this.server = server;
        this.retryable = retryable;
        this.nextStep = nextStep;
    }

    /// A server's words may be a sentence already.
    private static boolean ends(String what) {
        return what.endsWith("?") || what.endsWith(".");
    }

    /// The same failure for another thread: shows where the caller was, with the original as its cause.
    protected SkylarkException(SkylarkException original) {
        super(original.getMessage(), original);
        this.code = original.code;
        this.server = original.server;
        this.retryable = original.retryable;
        this.nextStep = original.nextStep;
        this.messageIds = original.messageIds;
    }

    /// Internal to the client: the same failure, of the send of these messages.
    public static SkylarkException ofSend(SkylarkException failure, List<String> messageIds) {
        SkylarkException copy = failure.rethrown();
        copy.messageIds = messageIds.toArray(String[]::new);
        return copy;
    }

    /// The code a server answered, or [#NO_CODE].
    public final int code() {
        return code;
    }

    /// `host:port` of the server that failed or refused.
    public final Optional<String> server() {
        return Optional.ofNullable(server);
    }

    /// Whether the same call can succeed later or elsewhere.
    public final boolean retryable() {
        return retryable;
    }

    /// What a person can do about it.
    public final Optional<String> nextStep() {
        return Optional.ofNullable(nextStep);
    }

    /// Of a send that failed after it had begun: the ids by which consumers and tools know its messages, in case a broker
    /// stored them all the same. Empty for other calls.
    public final List<String> messageIds() {
        return List.of(messageIds);
    }

    /// A copy made by the calling thread; failures are found on other threads than those that wait for them.
    public abstract SkylarkException rethrown();
}
