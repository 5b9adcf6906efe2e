package io.skylark.broker.timer;

import io.skylark.log.LogConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// Measures, and prints: how late messages are (`late <per second> <seconds>`), and what many that wait cost
/// (`pending <count>`). The second argument is an empty folder. Not a test: it takes minutes and GBs.
final class TimerFigures {
    private static final int MAX_OFFERED = 20_000;
    private static final long DAY_MILLIS = 86_400_000;
    private static final double MIB = 1 << 20;

    private TimerFigures() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[1]));
        if (args[0].equals("late")) {
            late(folder, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        } else {
            pending(folder, Integer.parseInt(args[2]));
        }
    }

    private static void park(TimerFixture timers, int count, IntToLongFunction due) throws Exception {
        Semaphore room = new Semaphore(MAX_OFFERED);
        for (int i = 0; i < count; i++) {
            room.acquire();
            long at = due.applyAsLong(i);
            timers.offer(at + " " + "x".repeat(80), at).whenComplete((position, refused) -> room.release());
        }
        room.acquire(MAX_OFFERED);
    }

    private static void late(Path folder, int perSecond, int seconds) throws Exception {
        int count = perSecond * seconds;
        try (TimerFixture timers = new TimerFixture(
                folder, InstantSource.system(), LogConfig.server(), PendingTimers.MAX_NEWEST)) {
            long[] visible = new long[count];
            int[] seen = {0};
            timers.onRound = () -> {
                long now = System.currentTimeMillis();
                int max = (int) timers.storage.messages().maxOffset(TimerFixture.TOPIC, 0);
                Arrays.fill(visible, seen[0], max, now);
                seen[0] = max;
            };
            long start = System.currentTimeMillis() + 5_000 + count / 50;
            park(timers, count, i -> start + (long) i * 1_000 / perSecond);
            System.out.printf("parked with %d ms left, %d in memory%n", start - System.currentTimeMillis(),
                    timers.pending.inMemory());
            try (TimerThread thread = new TimerThread(timers.pending, timers.firing, () -> {}, InstantSource.system())) {
                timers.thread = thread;
                thread.start();
                Awaitility.await().atMost(Duration.ofMinutes(10)).until(() -> timers.pending.size() == 0);
            }
            long[] late = new long[count];
            int[] index = {0};
            timers.read(0, message -> {
                String body = new String(message.body(), StandardCharsets.UTF_8);
                late[index[0]] = visible[index[0]] - Long.parseLong(body.substring(0, body.indexOf(' ')));
                index[0]++;
            });
            print("all", perSecond, late);
            print("second half", perSecond, Arrays.copyOfRange(late, count / 2, count));
        }
    }

    private static void print(String what, int perSecond, long[] late) {
        Arrays.sort(late);
        System.out.printf("%s, %d messages, %d a second: late by min %d, median %d, p99 %d, p99.9 %d, max %d ms%n", what,
                late.length, perSecond, late[0], late[late.length / 2], late[(int) (late.length * 0.99)],
                late[(int) (late.length * 0.999)], late[late.length - 1]);
    }

    private static void pending(Path folder, int count) throws Exception {
        long base = System.currentTimeMillis() + DAY_MILLIS;
        long begin = System.nanoTime();
        try (TimerFixture timers = new TimerFixture(
                folder, InstantSource.system(), LogConfig.server(), PendingTimers.MAX_NEWEST)) {
            long empty = used();
            park(timers, count, i -> base + (i * 7_919L) % (30 * DAY_MILLIS));
            System.out.printf("%d parked in %.1f s; %d in memory, %d runs, heap %.1f MiB more than empty%n",
                    timers.pending.size(), (System.nanoTime() - begin) / 1e9, timers.pending.inMemory(),
                    timers.pending.runIds().size(), (used() - empty) / MIB);
        }
        size(folder, ".run");
        size(folder, ".snapshot");
        size(folder, ".log");
        begin = System.nanoTime();
        try (TimerFixture timers = new TimerFixture(
                folder, InstantSource.system(), LogConfig.server(), PendingTimers.MAX_NEWEST)) {
            System.out.printf("started again in %.0f ms, %d wait, heap %.1f MiB%n", (System.nanoTime() - begin) / 1e6,
                    timers.pending.size(), used() / MIB);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void size(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            System.out.printf("%s files: %.1f MiB%n", ending, files.filter(file -> file.toString().endsWith(ending))
                    .mapToLong(file -> file.toFile().length()).sum() / MIB);
        }
    }
}
