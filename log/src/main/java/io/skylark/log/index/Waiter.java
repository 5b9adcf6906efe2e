package io.skylark.log.index;

/// Somebody who waits for a matching message in one queue, for example a held pull.
///
/// Registered with `MessageStore.await`, it is called once, on the log-applier at the end of the round that brought the
/// message (or that removed the queue), unless [#cancel()] came first. The object may be registered again after that.
public abstract class Waiter {
    final TagFilter filter;
    volatile long offset;
    volatile boolean waiting;

    protected Waiter(TagFilter filter) {
        this.filter = filter;
    }

    /// There is a matching message, or the queue is gone: read again. Called on the log-applier: hand the work on.
    protected abstract void ready();

    /// Up to where the queue was looked through for this waiter without a match.
    public final long offset() {
        return offset;
    }

    /// Ends the waiting.
    ///
    /// @return false when [#ready()] has been or is being called, or the waiter is not registered
    public final boolean cancel() {
        boolean was = waiting;
        waiting = false;
        return was;
    }
}
