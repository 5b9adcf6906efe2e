package io.skylark.broker.pop;

import java.time.Duration;

/// Where held pops live: the event loop of the connection that they came from.
interface PopLoop {
    /// Runs `action` on the loop. From any thread.
    ///
    /// @throws java.util.concurrent.RejectedExecutionException when the loop has ended
    void execute(Runnable action);

    /// Runs `action` on the loop after a while; the result cancels it.
    Runnable schedule(Runnable action, Duration delay);

    /// The pop is dropped when the connection ends. On the loop.
    ///
    /// @return false when it has ended
    boolean join(HeldPop pop);

    /// The pop is over. On the loop.
    void leave(HeldPop pop);
}
