package io.skylark.client.consumer.simple;

import io.skylark.client.consumer.simple.PopCalls.Source;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Asks brokers to say when they have messages, for all receives of a consumer that wait: at most one question is held
/// at each source, however many receives came and went meanwhile. Shared; nothing here blocks.
final class Watches {
    /// How long a broker holds a question at most, so that the sources that are new are asked soon.
    static final Duration LONGEST_WATCH = Duration.ofSeconds(15);

    /// Who waits. Called on a thread that reads from the network, or the timer.
    interface Waiting {
        /// @param has whether the source may have messages; otherwise it had none as long as it was watched, or could
        ///     not be watched
        void ended(Source source, boolean has);
    }

    private final PopCalls calls;
    private final Set<Source> watched = ConcurrentHashMap.newKeySet();
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    Watches(PopCalls calls) {
        this.calls = calls;
    }

    /// Watches all sources for one who waits, until it leaves.
    void join(Waiting one, Collection<Source> sources) {
        waiting.add(one);
        sources.forEach(this::watch);
    }

    void leave(Waiting one) {
        waiting.remove(one);
    }

    private void watch(Source source) {
        if (!watched.add(source)) {
            return;
        }
        var unused = calls.watch(source, LONGEST_WATCH).whenComplete((has, failure) -> {
            watched.remove(source);
            boolean may = Boolean.TRUE.equals(has);
            waiting.forEach(one -> one.ended(source, may));
        });
    }
}
