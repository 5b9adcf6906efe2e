package io.skylark.client.session;

import io.skylark.client.error.CallAbandonedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Makes calls that block for those who do not want to wait, on a few threads that exist while they are needed. Shared by
/// all threads.
public final class LaterCalls {
    private static final int THREADS = 8;
    private static final int MAX_WAITING = 1_000;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING),
            DaemonThreads.numbered("skylark-client-later-"));

    LaterCalls() {
        threads.allowCoreThreadTimeOut(true);
    }

    private record Later<T>(Supplier<T> call, CompletableFuture<T> result) implements Runnable {
        @Override
        public void run() {
            try {
                result.complete(call.get());
            } catch (RuntimeException | Error failure) {
                result.completeExceptionally(failure);
            }
        }

        void abandon() {
            result.completeExceptionally(isClosed());
        }
    }

    /// What the call gives, or throws.
    public <T> CompletableFuture<T> call(Supplier<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(new Later<>(call, result));
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(threads.isShutdown() ? isClosed() : new CallAbandonedException(
                    MAX_WAITING + " calls wait to be made: the limit is reached", true, null));
        }
        return result;
    }

    private static CallAbandonedException isClosed() {
        return new CallAbandonedException("The client is closed", false, null);
    }

    /// Interrupts the calls that are being made, and fails those that wait.
    void close() {
        threads.shutdownNow().forEach(waiting -> ((Later<?>) waiting).abandon());
    }
}
