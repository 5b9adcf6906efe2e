package io.skylark.client.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What waits for a broker to know this client. A broker is told once, however many wait, and they go on in the order in
/// which they came. Shared by all threads; guarded by its own lock.
final class Introductions {
    private final Predicate<String> knows;
    private final Function<String, CompletableFuture<?>> tell;

    /// Of the brokers that are being told, by address.
    private final Map<String, Deque<CompletableFuture<Void>>> waiting = new HashMap<>();

    /// @param knows whether a broker knows this client now
    /// @param tell lets it know; done when the broker has heard it
    Introductions(Predicate<String> knows, Function<String, CompletableFuture<?>> tell) {
        this.knows = knows;
        this.tell = tell;
    }

    /// Done when the broker knows this client, failed when it could not be told.
    CompletableFuture<Void> to(String server) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        synchronized (this) {
            Deque<CompletableFuture<Void>> others = waiting.get(server);
            if (others != null) {
                others.add(mine);
                return mine;
            }
            if (knows.test(server)) {
                return CompletableFuture.completedFuture(null);
            }
            waiting.computeIfAbsent(server, any -> new ArrayDeque<>()).add(mine);
        }
        CompletableFuture<?> told;
        try {
            told = tell.apply(server);
        } catch (RuntimeException | Error notTold) {
            told = CompletableFuture.failedFuture(notTold);
        }
        var unused = told.whenComplete((heard, failure) -> end(server, failure));
        return mine;
    }

    /// Who comes while the others go on still goes behind them.
    private void end(String server, @Nullable Throwable failure) {
        for (CompletableFuture<Void> next = next(server); next != null; next = next(server)) {
            if (failure == null) {
                next.complete(null);
            } else {
                next.completeExceptionally(failure);
            }
        }
    }

    private synchronized @Nullable CompletableFuture<Void> next(String server) {
        Deque<CompletableFuture<Void>> all = waiting.get(server);
        CompletableFuture<Void> next = all == null ? null : all.poll();
        if (next == null) {
            waiting.remove(server);
        }
        return next;
    }
}
