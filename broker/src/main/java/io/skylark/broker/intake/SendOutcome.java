package io.skylark.broker.intake;

import io.skylark.log.LogRefusal;
import org.jspecify.annotations.Nullable;

/// Hears what became of a message; exactly one of the two is called, once. On the log-applier, or, when the message was
/// refused at once, on the thread that brought it: hand it on, do nothing that waits.
public interface SendOutcome {
    /// @param position of the stored message in the log
    /// @param queueOffset in its queue; where it waits when it is parked
    /// @param recallHandle with which it can be recalled; null when it cannot
    void stored(long position, long queueOffset, @Nullable String recallHandle);

    void refused(LogRefusal why);
}
