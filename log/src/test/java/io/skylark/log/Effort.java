package io.skylark.log;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// How much a random test does: a little in every build, more when `-Dskylark.<name>=<n>` says so (the profile
/// `nightly` does), and one seed again with `-Dskylark.seed=<s>`.
public final class Effort {
    private static final String SEED = "skylark.seed";

    /// Seeds mostly wait for threads of their own.
    private static final int THREADS = 3;

    private Effort() {}

    /// One seed of a random test. What it throws is thrown on, with the seed. Several run at the same time.
    @FunctionalInterface
    public interface Seed {
        void run(long seed);
    }

    /// A number that the command line may raise.
    public static int count(String name, int inEveryBuild) {
        return Integer.getInteger("skylark." + name, inEveryBuild);
    }

    /// Runs `count` seeds, new ones each time, and prints which.
    public static void seeds(String test, int count, Seed body) {
        Long only = Long.getLong(SEED);
        long first = only != null ? only : new Random().nextInt(Integer.MAX_VALUE);
        long end = first + (only != null ? 1 : count);
        System.out.println(test + ": " + (end - first) + " seeds from " + first);
        AtomicLong next = new AtomicLong(first);
        AtomicReference<@Nullable AssertionError> failure = new AtomicReference<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> runSome(test, next, end, only != null, failure, body));
            }
        }
        AssertionError failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /// Seeds in a row draw nearly the same first numbers: hundreds of programs would all do without expiry, say.
    private static long spread(long i) {
        return new SplittableRandom(i).nextLong();
    }

    private static void runSome(
            String test,
            AtomicLong next,
            long end,
            boolean only,
            AtomicReference<@Nullable AssertionError> failure,
            Seed body) {
        for (long i = next.getAndIncrement(); i < end && failure.get() == null; i = next.getAndIncrement()) {
            long seed = only ? i : spread(i);
            try {
                body.run(seed);
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(
                        null, new AssertionError(test + ": repeat with -D" + SEED + "=" + seed, e));
            }
        }
    }
}
