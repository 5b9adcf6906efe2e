package io.skylark.log.store;

import io.skylark.log.DiskReserve;
import io.skylark.log.LogConfig;
import io.skylark.log.LogRefusal;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.disk.SmallFileSystem;
import io.skylark.log.index.TagFilter;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A store on a real file system that somebody else fills to the last byte and empties again, many times.
///
/// `-Dskylark.cycles=<n>` runs more of them; `-Dskylark.filesystem=ext4` on ext4 instead of tmpfs.
@Timeout(120)
final class DiskFullCyclesTest {
    private static final int CYCLES = Integer.getInteger("skylark.cycles", 100);
    private static final int MEGABYTES = 8;
    private static final int MESSAGE_BYTES = 1000;
    private static final long ERROR_LIMIT_MILLIS = 1000;
    private static final long BACK_LIMIT_MILLIS = 10_000;
    private static final LogConfig CONFIG = LogConfig.dev().withSegmentBytes(64 << 10);
    private static final LogConfig RESERVE =
            CONFIG.withReserve(new DiskReserve(2 << 20, 0, Duration.ofMillis(5)));
    private static final LogConfig NO_RESERVE = CONFIG.withReserve(new DiskReserve(0, 0, Duration.ofMillis(5)));

    @TempDir
    private static Path folder;

    private SmallFileSystem files;
    private final List<Sent.One> accepted = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private long slowestErrorMillis;
    private long slowestBackMillis;

    @BeforeEach
    void mount() throws IOException {
        files = SmallFileSystem.mountOrSkip(folder, MEGABYTES);
    }

    @AfterEach
    void unmount() throws IOException {
        if (files != null) {
            files.close();
        }
    }

    @Test
    void refusesAtOnceAndComesBackByItselfWithAReserve() throws IOException {
        runCycles(RESERVE);
    }

    @Test
    void refusesAtOnceAndComesBackByItselfWithoutAReserve() throws IOException {
        runCycles(NO_RESERVE);
    }

    private void runCycles(LogConfig config) throws IOException {
        Disk disk = FileSystemDisk.of(files.folder());
        try (StoreFixture store = new StoreFixture(disk, config, InstantSource.system())) {
            Set<String> seen = new TreeSet<>();
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                files.fill();
                assertThat(sendUntilRefused(store)).startsWith(LogRefusal.Reason.DISK_FULL.name())
                        .contains(files.folder().toString());
                assertReadable(store, appliedCount());
                files.free();
                sendAgain(store);
                assertReadable(store, accepted.size());
                seen.addAll(segments(disk));
                assertThat(segments(disk)).containsAll(seen);
            }
        }
        System.out.println("DiskFullCyclesTest: " + CYCLES + " cycles, " + accepted.size() + " messages, refused after "
                + slowestErrorMillis + " ms, back after " + slowestBackMillis + " ms at most");
        assertThat(slowestErrorMillis).isLessThanOrEqualTo(ERROR_LIMIT_MILLIS);
        assertThat(slowestBackMillis).isLessThanOrEqualTo(BACK_LIMIT_MILLIS);
        try (StoreFixture after = new StoreFixture(disk, config, InstantSource.system())) {
            assertReadable(after, accepted.size());
        }
    }

    /// The cycles prove nothing unless a log that does not know a full disk fails in the first one.
    @Test
    void failsForGoodWithoutTheGuards() throws IOException {
        Disk failing = withoutGuards(Disk.class, FileSystemDisk.of(files.folder()));
        try (StoreFixture store = new StoreFixture(failing, NO_RESERVE, InstantSource.system())) {
            files.fill();
            assertThat(sendUntilRefused(store)).startsWith(LogRefusal.Reason.FAILED.name());
            files.free();
            Sent.One late = offer(store);
            assertThatThrownBy(late.result::join).hasMessageContaining(LogRefusal.Reason.FAILED.name());
        }
    }

    private Sent.One offer(StoreFixture store) {
        String body = accepted.size() + "-" + "x".repeat(MESSAGE_BYTES);
        Sent.One one = new Sent.One(Drafts.draft("T", 0, body));
        store.log.propose(one);
        return one;
    }

    private void accept(Sent.One one) {
        bodies.add(accepted.size() + "-" + "x".repeat(MESSAGE_BYTES));
        accepted.add(one);
    }

    /// Offers messages until one is refused; those before it may still wait.
    private String sendUntilRefused(StoreFixture store) {
        long begin = System.nanoTime();
        while (true) {
            Sent.One one = offer(store);
            try {
                one.result.get(1, TimeUnit.MILLISECONDS);
                accept(one);
            } catch (TimeoutException waiting) {
                accept(one);
            } catch (ExecutionException refused) {
                slowestErrorMillis = Math.max(slowestErrorMillis, millisSince(begin));
                return String.valueOf(one.result.exceptionNow().getMessage());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThat(millisSince(begin)).as("ms without an error").isLessThan(BACK_LIMIT_MILLIS);
        }
    }

    private void sendAgain(StoreFixture store) {
        long begin = System.nanoTime();
        while (true) {
            Sent.One one = offer(store);
            try {
                one.result.join();
                accept(one);
                slowestBackMillis = Math.max(slowestBackMillis, millisSince(begin));
                return;
            } catch (CompletionException refused) {
                assertThat(refused).hasMessageContaining(LogRefusal.Reason.DISK_FULL.name());
                assertThat(millisSince(begin)).as("ms until writes come back").isLessThan(BACK_LIMIT_MILLIS);
            }
        }
    }

    private static long millisSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }

    private int appliedCount() {
        return (int) accepted.stream().filter(one -> one.result.isDone()).count();
    }

    /// At least so many of the accepted messages can be read, in order and none twice.
    private void assertReadable(StoreFixture store, int atLeast) {
        List<String> found = store.read("T", 0, 0, Integer.MAX_VALUE, TagFilter.ALL);
        assertThat(found.size()).isBetween(atLeast, accepted.size());
        assertThat(found).isEqualTo(bodies.subList(0, found.size()));
    }

    private static List<String> segments(Disk disk) {
        return disk.list().stream().filter(name -> name.endsWith(".log")).toList();
    }

    /// The same disk, which calls a full disk a failed one.
    private static <T> T withoutGuards(Class<T> type, Object guarded) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
            try {
                Object result = method.invoke(guarded, given);
                return result instanceof DiskFile ? withoutGuards(DiskFile.class, result) : result;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause() instanceof DiskException e ? new DiskException(e.toString()) : thrown.getCause();
            }
        }));
    }
}
