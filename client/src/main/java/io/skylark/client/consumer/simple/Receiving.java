package io.skylark.client.consumer.simple;

import io.skylark.client.consumer.simple.PopCalls.Source;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.transport.ConnectionPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One wish for messages: asks all sources in turn, and when none has any, waits until one has. A single source is
/// waited for with the pop itself. Of several, a pop that waits at each could bring messages that nobody takes any
/// more; so each is asked to say when it has some.
final class Receiving {
    /// How long a broker holds a question at most, so that the sources that are new are asked soon.
    static final Duration LONGEST_WATCH = Duration.ofSeconds(15);

    /// How long a source is left alone that said that it had messages and then had none for us.
    static final Duration PAUSE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

    private final PopCalls calls;
    private final List<Source> sources;
    private final int max;
    private final Duration invisible;
    private final long deadlineNanos;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService timer;

    /// A source said that it had messages. Touched by one step after the other.
    private boolean wokenInVain;

    /// @param sources the first to be asked first
    Receiving(
            PopCalls calls,
            List<Source> sources,
            int max,
            Duration wait,
            Duration invisible,
            LongSupplier nanoClock,
            ScheduledExecutorService timer) {
        this.calls = calls;
        this.sources = sources;
        this.max = max;
        this.invisible = invisible;
        this.deadlineNanos = nanoClock.getAsLong() + wait.toNanos();
        this.nanoClock = nanoClock;
        this.timer = timer;
    }

    CompletableFuture<List<ReceivedMessage>> start() {
        return sources.size() == 1 ? calls.pop(sources.get(0), max, left(), invisible) : ask(0, 0, null);
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadlineNanos - nanoClock.getAsLong()));
    }

    /// Asks a source, then those behind it.
    ///
    /// @param failures how many of those before failed
    private CompletableFuture<List<ReceivedMessage>> ask(int index, int failures, @Nullable Throwable last) {
        if (index == sources.size()) {
            if (last != null && failures == index) {
                return CompletableFuture.failedFuture(last);
            }
            return wokenInVain ? pause().thenCompose(over -> await()) : await();
        }
        return calls.pop(sources.get(index), max, Duration.ZERO, invisible)
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

    private CompletableFuture<List<ReceivedMessage>> await() {
        Duration left = left();
        if (left.toMillis() == 0) {
            return CompletableFuture.completedFuture(List.of());
        }
        Duration watch = left.compareTo(LONGEST_WATCH) < 0 ? left : LONGEST_WATCH;
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (Source source : sources) {
            answers.add(calls.watch(source, watch).handle((has, failure) -> {
                if (Boolean.TRUE.equals(has)) {
                    woken.complete(true);
                }
                return has;
            }));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, failure) -> woken.complete(false));
        return woken.thenCompose(has -> {
            wokenInVain = has;
            return ask(0, 0, null);
        });
    }

    private CompletableFuture<Void> pause() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        var unused = timer.schedule(() -> over.complete(null), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return over;
    }
}
