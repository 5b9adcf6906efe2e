package io.skylark.net;

import io.skylark.protocol.Command;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests of ours that wait for their answer, by opaque. Shared: a concurrent map.
final class PendingCalls {
    private final Map<Integer, CompletableFuture<Command>> byOpaque = new ConcurrentHashMap<>();
    private final AtomicInteger opaques = new AtomicInteger();

    int nextOpaque() {
        return opaques.incrementAndGet();
    }

    int add(CompletableFuture<Command> answer) {
        int opaque = nextOpaque();
        byOpaque.put(opaque, answer);
        return opaque;
    }

    void remove(int opaque) {
        byOpaque.remove(opaque);
    }

    /// Answers that nobody waits for any more are dropped.
    void complete(Command response) {
        CompletableFuture<Command> waiting = byOpaque.remove(response.opaque());
        if (waiting != null) {
            waiting.complete(response);
        }
    }

    void failAll(Exception reason) {
        for (Integer opaque : List.copyOf(byOpaque.keySet())) {
            CompletableFuture<Command> waiting = byOpaque.remove(opaque);
            if (waiting != null) {
                waiting.completeExceptionally(reason);
            }
        }
    }
}
