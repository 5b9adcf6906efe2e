package io.skylark.client.consumer.simple;

import io.skylark.client.consumer.simple.PopCalls.Source;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.transport.ConnectionPool;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One wish for messages: asks all sources in turn, and when none has any, waits until one has. A single source is
/// waited for with the pop itself. Of several, a pop that waits at each could bring messages that nobody takes any
/// more; so each is asked to say when it has some, see [Watches]. Its steps follow each other on the threads that
/// bring the answers; any thread may end it.
final class Receiving {
    /// How far rounds of questions are apart at least: a broker that cannot hold one more answers at once, and one that
    /// says that it has messages may have none for us.
    static final Duration PAUSE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

    private final PopCalls calls;
    private final Watches watches;
    private final List<Source> sources;
    private final int max;
    private final Duration invisible;
    private final long deadlineNanos;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<List<ReceivedMessage>> result = new CompletableFuture<>();

    /// When the last rest was over, or long ago. Touched by one step after the other.
    private long restedNanos;

    private volatile @Nullable Wait waiting;

    /// @param sources the first to be asked first
    Receiving(
            PopCalls calls,
            Watches watches,
            List<Source> sources,
            int max,
            Duration wait,
            Duration invisible,
            LongSupplier nanoClock,
            ScheduledExecutorService timer) {
        this.calls = calls;
        this.watches = watches;
        this.sources = sources;
        this.max = max;
        this.invisible = invisible;
        this.deadlineNanos = nanoClock.getAsLong() + wait.toNanos();
        this.restedNanos = nanoClock.getAsLong() - PAUSE.toNanos();
        this.nanoClock = nanoClock;
        this.timer = timer;
    }

    CompletableFuture<List<ReceivedMessage>> start() {
        round();
        return result;
    }

    /// Comes back empty now, unless it has come back already, and asks no more.
    void end() {
        result.complete(List.of());
        Wait current = waiting;
        if (current != null) {
            current.woken.complete(null);
        }
    }

    /// Asks, and begins the next round when nothing came and there is time left. A round does not hold on to those
    /// before it, there may be thousands.
    private void round() {
        if (result.isDone()) {
            return;
        }
        var unused = (sources.size() == 1 ? pop(0, left()) : ask(0, 0, null))
                .thenCompose(messages -> {
                    if (messages.isEmpty() && !isOver()) {
                        return rest().thenRun(this::round);
                    }
                    if (!result.complete(messages)) {
                        messages.forEach(this::giveBack);
                    }
                    return CompletableFuture.completedFuture(null);
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    }
                });
    }

    /// A broker that held the question when this was ended has handed out a message since, which is nobody's otherwise
    /// until its time is over.
    private void giveBack(ReceivedMessage message) {
        var unused = calls.changeInvisible(message, Duration.ZERO).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("Message {} comes again only when its time is over", message.messageId(), failure);
            }
        });
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - nanoClock.getAsLong()));
    }

    private boolean isOver() {
        return result.isDone() || left().toMillis() == 0;
    }

    private CompletableFuture<List<ReceivedMessage>> pop(int index, Duration wait) {
        return calls.pop(sources.get(index), max, wait, invisible);
    }

    /// Asks a source, then those behind it.
    ///
    /// @param failures how many of those before failed
    private CompletableFuture<List<ReceivedMessage>> ask(int index, int failures, @Nullable Throwable last) {
        if (last != null && failures == sources.size()) {
            return CompletableFuture.failedFuture(last);
        }
        if (index == sources.size() || result.isDone()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return pop(index, Duration.ZERO)
                .handle((messages, failure) -> {
                    if (messages != null && !messages.isEmpty()) {
                        return CompletableFuture.completedFuture(messages);
                    }
                    if (failure == null) {
                        return ask(index + 1, failures, last);
                    }
                    Throwable cause = ConnectionPool.unwrap(failure);
                    LOG.warn("{} is passed over: {}", sources.get(index), cause.getMessage());
                    return ask(index + 1, failures + 1, cause);
                })
                .thenCompose(next -> next);
    }

    /// Done when it is worth asking again: after a pause when the last round was a moment ago, and of several sources
    /// when one of them says so.
    private CompletableFuture<Void> rest() {
        long early = restedNanos + PAUSE.toNanos() - nanoClock.getAsLong();
        CompletableFuture<Void> paused = early > 0 ? after(early) : CompletableFuture.completedFuture(null);
        return paused.thenCompose(over -> {
            restedNanos = nanoClock.getAsLong();
            return sources.size() == 1 ? CompletableFuture.completedFuture(null) : new Wait().start();
        });
    }

    /// Done after a time, or when there is none left.
    private CompletableFuture<Void> after(long nanos) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        var unused = timer.schedule(
                () -> over.complete(null), Math.min(nanos, left().toNanos()), TimeUnit.NANOSECONDS);
        return over;
    }

    /// Waits until a source says that it has messages, or none is watched any more, or there is no time left.
    private final class Wait implements Watches.Waiting {
        private final CompletableFuture<Void> woken = new CompletableFuture<>();
        private final Set<Source> watched = ConcurrentHashMap.newKeySet();

        CompletableFuture<Void> start() {
            watched.addAll(sources);
            waiting = this;
            watches.join(this, sources);
            ScheduledFuture<?> deadline =
                    timer.schedule(() -> woken.complete(null), left().toNanos(), TimeUnit.NANOSECONDS);
            if (result.isDone()) {
                woken.complete(null);
            }
            return woken.whenComplete((done, failure) -> {
                deadline.cancel(false);
                watches.leave(this);
            });
        }

        @Override
        public void ended(Source source, boolean has) {
            watched.remove(source);
            if (has || watched.isEmpty()) {
                woken.complete(null);
            }
        }
    }
}
