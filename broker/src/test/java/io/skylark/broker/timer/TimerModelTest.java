package io.skylark.broker.timer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Random timers, recalls, restarts, crashes, damaged files, expiry and clock jumps: each message that was acknowledged and
/// not recalled comes exactly once, and never early, and is listed until then. `-Dskylark.seed=<s>` runs one seed again.
@Timeout(3600)
final class TimerModelTest {
    private static final int SEEDS = Integer.getInteger("skylark.timers", 3);
    private static final int STEPS = 250;

    @TempDir
    Path folder;

    @Test
    void eachMessageComesExactlyOnceAndNeverEarly() throws IOException {
        Long only = Long.getLong("skylark.seed");
        long first = only != null ? only : new Random().nextInt(Integer.MAX_VALUE);
        System.out.println("timers: " + (only != null ? 1 : SEEDS) + " seeds from " + first);
        for (long seed = first; seed < first + (only != null ? 1 : SEEDS); seed++) {
            try (Model model = new Model(folder.resolve("s" + seed), seed)) {
                model.run();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("repeat with -Dskylark.seed=" + seed, e);
            }
        }
    }

    /// One history.
    private static final class Model implements AutoCloseable {
        private record Waiting(String body, long due, long position) {}

        private final Path base;
        private final Random chance;
        private final Map<String, Waiting> waiting = new HashMap<>();
        private final Map<String, Long> due = new HashMap<>();
        private final Set<String> seen = new HashSet<>();
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private TimerFixture timers;
        private Path path;
        private int copies;
        private int sent;
        private long next;

        private Model(Path base, long seed) throws IOException {
            this.base = base;
            chance = new Random(new SplittableRandom(seed).nextLong()); // seeds in a row draw alike
            path = Files.createDirectories(base.resolve("0"));
            timers = open();
        }

        private TimerFixture open() {
            return new TimerFixture(path, () -> now, TimerFixture.CONFIG, 16);
        }

        private void run() throws IOException {
            for (int step = 0; step < STEPS; step++) {
                switch (chance.nextInt(20)) {
                    case 0 -> restart();
                    case 1 -> crash();
                    case 2 -> {
                        look();
                        timers.expire();
                    }
                    case 3 -> recall();
                    case 4 -> now = now.minus(Duration.ofSeconds(chance.nextInt(600)));
                    case 5 -> now = now.plus(Duration.ofMinutes(chance.nextInt(180)));
                    case 6, 7, 8 -> {
                        now = now.plus(Duration.ofSeconds(chance.nextInt(300)));
                        fire();
                    }
                    default -> send();
                }
                list();
            }
            for (int round = 0; !waiting.isEmpty() && round < 100; round++) {
                now = now.plus(Duration.ofHours(5));
                fire();
                look();
            }
            assertThat(waiting).isEmpty();
            restart();
            fire();
            look();
            assertThat(timers.pending.size()).isZero();
        }

        private void send() {
            for (int i = chance.nextInt(12); i >= 0; i--) {
                String body = "m" + sent++ + "-" + "x".repeat(chance.nextInt(200));
                long at = now.toEpochMilli() + 1 + (chance.nextBoolean()
                        ? chance.nextInt(100_000)
                        : (long) chance.nextInt(40) * 3_600_000);
                long position = timers.park(body, at);
                waiting.put(body, new Waiting(body, at, position));
                due.put(body, at);
            }
        }

        private void fire() {
            timers.firing.fire();
            timers.settle();
            look();
        }

        private void look() {
            next = timers.read(next, message -> {
                String body = new String(message.body(), StandardCharsets.UTF_8);
                assertThat(seen.add(body)).as("%s comes once", body).isTrue();
                assertThat(waiting.remove(body)).as("%s waits", body).isNotNull();
                assertThat(message.storeTime()).as("%s is not early", body).isGreaterThanOrEqualTo(due.get(body));
            });
        }

        /// Read page by page, what waits is what was not seen, in the order in which it is due.
        private void list() {
            look();
            List<Long> listed = new ArrayList<>();
            int limit = 1 + chance.nextInt(40);
            Pending from = new Pending(0, 0);
            while (from != null) {
                PendingPage page = PendingPage.of(timers.pending, from, limit);
                page.waiting().forEach(one -> listed.add(one.due()));
                from = page.next();
            }
            assertThat(listed).isEqualTo(waiting.values().stream().map(Waiting::due).sorted().toList());
        }

        private void recall() {
            List<Waiting> all = new ArrayList<>(waiting.values());
            if (all.isEmpty()) {
                return;
            }
            Waiting one = all.get(chance.nextInt(all.size()));
            List<Long> places = timers.pending.dueAt(one.due(), 1000);
            if (places.size() == 1 && timers.recall(one.due(), places.getFirst())) {
                waiting.remove(one.body());
            }
        }

        private void restart() throws IOException {
            timers.close();
            damage();
            timers = open();
        }

        /// What a kill leaves behind: the files as they are at some moment.
        private void crash() throws IOException {
            if (chance.nextBoolean()) {
                timers.firing.fire();
            }
            Path copy = path;
            // A kill is one moment: no file may come or go while they are copied.
            for (List<String> before = List.of(); !before.equals(timers.files("")); ) {
                before = timers.files("");
                copy = Files.createDirectories(base.resolve("" + ++copies));
                copy(path, copy);
            }
            timers.close();
            path = copy;
            damage();
            timers = open();
            look();
        }

        private static void copy(Path from, Path to) throws IOException {
            try (Stream<Path> files = Files.list(from)) {
                // segments last: what is derived from the log is never ahead of it then
                for (Path file : files.filter(file -> !file.endsWith("lock"))
                        .sorted((one, other) -> Boolean.compare(isSegment(one), isSegment(other))).toList()) {
                    try {
                        Files.copy(file, to.resolve(file.getFileName()));
                    } catch (NoSuchFileException renamedOrDeleted) {
                        // as if the crash had come after it
                    }
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private static boolean isSegment(Path file) {
            return file.toString().endsWith(".log");
        }

        /// Sometimes a run is lost or damaged.
        private void damage() throws IOException {
            if (chance.nextInt(3) > 0) {
                return;
            }
            try (Stream<Path> files = Files.list(path)) {
                List<Path> runs = files.filter(file -> file.toString().endsWith(".run")).sorted().toList();
                if (runs.isEmpty()) {
                    return;
                }
                Path run = runs.get(chance.nextInt(runs.size()));
                if (chance.nextBoolean()) {
                    Files.delete(run);
                } else {
                    byte[] bytes = Files.readAllBytes(run);
                    bytes[chance.nextInt(bytes.length)] ^= 1;
                    Files.write(run, bytes);
                }
            }
        }

        @Override
        public void close() {
            timers.close();
        }
    }
}
