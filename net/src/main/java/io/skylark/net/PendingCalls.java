package io.skylark.net;

import io.skylark.protocol.Command;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests of ours that wait for their answer, by opaque. Shared: a concurrent map.
final class PendingCalls {
    /// Calls of one connection that may wait at once; one more fails.
    static final int MAX_PENDING = 65_536;

    private final Map<Integer, CompletableFuture<Command>> byOpaque = new ConcurrentHashMap<>();
    private final AtomicInteger opaques = new AtomicInteger();

    int nextOpaque() {
        return opaques.incrementAndGet();
    }

    /// The opaque of the call; the answer fails at once when there are too many.
    int add(CompletableFuture<Command> answer) {
        int opaque = nextOpaque();
        if (byOpaque.size() >= MAX_PENDING) {
            answer.completeExceptionally(new IOException(MAX_PENDING + " calls wait for their answer already"));
        } else {
            byOpaque.put(opaque, answer);
            answer.whenComplete((done, failure) -> byOpaque.remove(opaque));
        }
        return opaque;
    }

    /// Answers that nobody waits for any more are dropped.
    void complete(Command response) {
        CompletableFuture<Command> waiting = byOpaque.get(response.opaque());
        if (waiting != null) {
            waiting.complete(response);
        }
    }

    void fail(int opaque, Exception reason) {
        CompletableFuture<Command> waiting = byOpaque.get(opaque);
        if (waiting != null) {
            waiting.completeExceptionally(reason);
        }
    }

    void failAll(Exception reason) {
        for (CompletableFuture<Command> waiting : List.copyOf(byOpaque.values())) {
            waiting.completeExceptionally(reason);
        }
    }
}
