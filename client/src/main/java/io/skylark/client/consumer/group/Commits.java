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

/// Stores offsets: only those that changed since they were stored. Shared.
public final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

    private final Offsets offsets;
    private final Map<MessageQueue, Long> stored = new ConcurrentHashMap<>();

    public Commits(Offsets offsets) {
        this.offsets = offsets;
    }

    /// Done when all are stored or could not be.
    public CompletableFuture<Void> commitAll(Collection<PullLoop> loops) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (PullLoop loop : loops) {
            all.add(commit(loop).exceptionally(failure -> {
                LOG.warn("The offset of {} is not stored yet: {}", loop.queue(), failure.getMessage());
                return null;
            }));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }

    /// Fails when the offset could not be stored.
    public CompletableFuture<Void> commit(PullLoop loop) {
        long offset = loop.commitOffset();
        Long known = stored.get(loop.queue());
        if (known != null && known == offset) {
            return CompletableFuture.completedFuture(null);
        }
        return offsets.store(loop.queue(), offset).thenRun(() -> stored.put(loop.queue(), offset));
    }

    /// The queue is another's now, who stores other offsets.
    void forget(MessageQueue queue) {
        stored.remove(queue);
    }
}
