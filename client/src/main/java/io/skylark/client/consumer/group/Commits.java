package io.skylark.client.consumer.group;

import io.skylark.protocol.body.MessageQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores offsets: now and then only those that changed since they were stored here. Others store offsets of the same
/// queues, so what is known counts as long as a queue is read on from where it was, and never when the program asks.
/// Shared.
public final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    /// @param progress in which the offset was reached: one that goes on elsewhere is another
    private record Stored(QueueProgress progress, long offset) {}

    private final Offsets offsets;
    private final Map<MessageQueue, Stored> stored = new ConcurrentHashMap<>();

    public Commits(Offsets offsets) {
        this.offsets = offsets;
    }

    /// Done when all that changed are stored or could not be.
    public CompletableFuture<Void> commitAll(Collection<PullLoop> loops) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (PullLoop loop : loops) {
            QueueProgress progress = loop.progress();
            Stored reached = new Stored(progress, progress.commitOffset());
            if (!reached.equals(stored.get(loop.queue()))) {
                all.add(store(loop.queue(), reached).exceptionally(failure -> {
                    LOG.warn("The offset of {} is not stored yet: {}", loop.queue(), failure.getMessage());
                    return null;
                }));
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    /// Stores the offset, whatever was stored before. Fails when it could not be stored.
    public CompletableFuture<Void> commit(PullLoop loop) {
        QueueProgress progress = loop.progress();
        return store(loop.queue(), new Stored(progress, progress.commitOffset()));
    }

    private CompletableFuture<Void> store(MessageQueue queue, Stored reached) {
        return offsets.store(queue, reached.offset).thenRun(() -> stored.put(queue, reached));
    }

    /// The queue is another's now.
    void forget(MessageQueue queue) {
        stored.remove(queue);
    }
}
