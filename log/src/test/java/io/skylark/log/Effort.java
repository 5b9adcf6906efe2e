package io.skylark.log;

import java.util.Random;

/// How much a random test does: a little in every build, more when `-Dskylark.<name>=<n>` says so (the profile `nightly`
/// does), and one seed again with `-Dskylark.seed=<s>`.
public final class Effort {
    private static final String SEED = "skylark.seed";

    private Effort() {}

    /// One seed of a random test. What it throws is thrown on, with the seed.
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
        for (long seed = first; seed < end; seed++) {
            try {
                body.run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(test + ": repeat with -D" + SEED + "=" + seed, e);
            }
        }
    }
}
