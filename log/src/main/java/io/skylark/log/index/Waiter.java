package io.skylark.log.index;

import org.jspecify.annotations.Nullable;

/// Somebody who waits for a matching message in one queue, for example a held pull.
///
/// Registered with `MessageStore.await`, it is called once, on the log-applier at the end of the round that brought the
/// message (or that removed the queue), or by somebody who calls all waiters of the queue ([LogQueue#wakeAll()]), unless
/// [#cancel()] came first. The object may be registered again after that.
///
/// It carries the links of the list it waits in, guarded by the monitor of the queue, so that waiting allocates nothing
/// and an end of waiting leaves nothing behind.
public abstract class Waiter {
    private final TagFilter filter;
    private volatile @Nullable LogQueue queue;
    private volatile long offset;
    private @Nullable Waiter previous;
    private @Nullable Waiter next;

    protected Waiter(TagFilter filter) {
        this.filter = filter;
    }

    /// There is a matching message, or the queue is gone, or something else has changed for this waiter: look again. Called
    /// on the log-applier or by who calls all: hand the work on.
    protected abstract void ready();

    /// Up to where the queue was looked through for this waiter without a match.
    public final long offset() {
        return offset;
    }

    /// Ends the waiting.
    ///
    /// @return false when [#ready()] has been or is being called, or the waiter is not registered
    public final boolean cancel() {
        LogQueue waitingIn = queue;
        return waitingIn != null && waitingIn.cancel(this);
    }

    void enter(LogQueue queue, long offset, @Nullable Waiter first) {
        if (this.queue != null) {
            throw new IllegalStateException("the waiter waits already");
        }
        this.queue = queue;
        this.offset = offset;
        previous = null;
        next = first;
        if (first != null) {
            first.previous = this;
        }
    }

    boolean waitsIn(LogQueue queue) {
        return this.queue == queue;
    }

    @Nullable Waiter next() {
        return next;
    }

    /// Looks at what came since the last time; true when something matches.
    boolean advance(LogQueue queue, long maxOffset) {
        long at = offset;
        while (at < maxOffset && !queue.matches(filter, at)) {
            at++;
        }
        offset = at;
        return at < maxOffset;
    }

    /// Leaves the list that starts with `first`, and returns what it starts with then.
    @Nullable Waiter leave(@Nullable Waiter first) {
        Waiter before = previous;
        Waiter behind = next;
        if (behind != null) {
            behind.previous = before;
        }
        if (before != null) {
            before.next = behind;
        }
        queue = null;
        previous = null;
        next = null;
        return before == null ? behind : first;
    }

    /// Puts this one, which has left its queue, before those who are ready already.
    Waiter before(@Nullable Waiter ready) {
        next = ready;
        return this;
    }

    @Nullable Waiter nextReady() {
        Waiter following = next;
        next = null;
        return following;
    }
}
