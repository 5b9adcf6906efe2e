package io.skylark.log.store;

import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// A fixed piece of work over several segments, once for every call to the disk, which fails that once (a failed write
/// leaves any part of it, a failed force nothing). Whatever was acknowledged must be there after the end of the process
/// and after a power cut, and nothing that was not offered; after a failed force of the log nothing is acknowledged.
@Timeout(60)
final class EveryCallFailsTest {
    private static final int MESSAGES = 30;
    private static final String BODY = "-" + "x".repeat(2000);

    /// What became of the work: bodies of the acknowledged messages, in order.
    private record Work(List<String> acknowledged) {}

    @ParameterizedTest
    @EnumSource
    void losesNothingThatWasAcknowledged(FaultyDisk.Call call) {
        FaultyDisk good = new FaultyDisk(1);
        assertThat(work(good).acknowledged()).isEqualTo(offered());
        int calls = good.calls(call);
        int number = 0;
        for (; number < calls + 2; number++) {
            FaultyDisk disk = new FaultyDisk(number);
            disk.failOn(call, "", number);
            String place = call + " " + number + " fails: ";
            Work work = work(disk);
            assertWhole(place + "power cut: ", work, disk.crash());
            assertWhole(place + "only what was forced: ", work, disk.crash(FaultyDisk.Loss.EVERYTHING));
            assertWhole(place + "restart: ", work, disk.kill());
        }
        System.out.println("EveryCallFailsTest: " + number + " runs with a failed " + call);
    }

    @Test
    void touchesAndAcknowledgesNothingAfterAFailedForce() {
        FaultyDisk good = new FaultyDisk(1);
        work(good);
        for (int number = 0; number < good.calls(FaultyDisk.Call.FORCE); number++) {
            FaultyDisk disk = new FaultyDisk(number);
            disk.failOn(FaultyDisk.Call.FORCE, ".log", number);
            List<String> later = callsAfterForce(disk, number);
            List<Sent.One> sent = new ArrayList<>();
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                send(fixture, 0, sent);
            } catch (DiskException refused) {
                assertThat(refused).hasMessageContaining("injected");
            }
            // the log-writer does not wait for the force: one write may have begun while it failed
            assertThat(later).as("force %d fails", number).hasSizeLessThanOrEqualTo(1)
                    .allMatch(call -> call.startsWith(FaultyDisk.Call.WRITE.name()) && call.endsWith("by log-writer"));
            List<Boolean> acknowledged = sent.stream().map(EveryCallFailsTest::isAcknowledged).toList();
            int count = Math.max(0, acknowledged.lastIndexOf(true) + 1);
            assertThat(acknowledged.subList(0, count)).as("force %d fails", number).doesNotContain(false);
        }
    }

    /// Collects what the threads that acknowledge do to segments after the force with this number. The thread that
    /// prepares segments is not among them.
    private static List<String> callsAfterForce(FaultyDisk disk, int number) {
        List<String> later = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger forces = new AtomicInteger();
        disk.onCall((call, file) -> {
            String thread = Thread.currentThread().getName();
            if (file.endsWith(".log") && !thread.equals("log-preparer")) {
                if (forces.get() > number) {
                    later.add(call + " of " + file + " by " + thread);
                }
                if (call == FaultyDisk.Call.FORCE) {
                    forces.incrementAndGet();
                }
            }
        });
        return later;
    }

    /// The test proves nothing unless it fails when a failed force is taken for a good one.
    @Test
    void noticesALogThatGoesOnAfterAFailedForce() {
        FaultyDisk good = new FaultyDisk(1);
        work(good);
        int noticed = 0;
        int forces = good.calls(FaultyDisk.Call.FORCE);
        for (int number = 0; number < forces; number++) {
            FaultyDisk disk = new FaultyDisk(number);
            disk.hideFailedForces();
            disk.failOn(FaultyDisk.Call.FORCE, ".log", number);
            Work work = work(disk);
            try {
                assertWhole("", work, disk.crash(FaultyDisk.Loss.EVERYTHING));
            } catch (RuntimeException | AssertionError expected) {
                noticed++;
            }
        }
        System.out.println("EveryCallFailsTest: control failed for " + noticed + " of " + forces + " forces");
        assertThat(noticed).isPositive();
    }

    private static void assertWhole(String place, Work work, FaultyDisk survivor) {
        try (StoreFixture after = StoreFixture.on(survivor)) {
            List<String> found = after.read("T", 0, 0, MESSAGES + 1, TagFilter.ALL);
            assertInOrder(place + "acknowledged and there", work.acknowledged(), found);
            assertInOrder(place + "there and offered", found, offered());
        }
    }

    /// All of `some` occur in `all`, in the same order.
    private static void assertInOrder(String what, List<String> some, List<String> all) {
        assertThat(all.stream().filter(some::contains).map(body -> body.substring(0, body.indexOf('-'))))
                .as(what)
                .containsExactlyElementsOf(some.stream().map(body -> body.substring(0, body.indexOf('-'))).toList());
    }

    private static List<String> offered() {
        return IntStream.range(0, MESSAGES).mapToObj(i -> i + BODY).toList();
    }

    /// Sends messages, a few at a time, with a restart in the middle.
    private static Work work(FaultyDisk disk) {
        List<Sent.One> sent = new ArrayList<>();
        for (int life = 0; life < 2; life++) {
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                send(fixture, life * MESSAGES / 2, sent);
            } catch (DiskException refused) {
                assertThat(refused).hasMessageContaining("injected");
            }
        }
        return new Work(sent.stream()
                .filter(EveryCallFailsTest::isAcknowledged)
                .map(one -> UTF_8.decode(one.draft().body().duplicate()).toString())
                .toList());
    }

    private static void send(StoreFixture fixture, int first, List<Sent.One> sent) {
        for (int i = first; i < first + MESSAGES / 2; i++) {
            Sent.One one = new Sent.One(Drafts.draft("T", 0, i + BODY));
            sent.add(one);
            fixture.log.propose(one);
            if (i % 3 == 2) {
                sent.forEach(earlier -> earlier.result.exceptionally(why -> null).join());
            }
        }
    }

    /// Only after the end of the life.
    private static boolean isAcknowledged(Sent.One one) {
        return !one.result.isCompletedExceptionally();
    }
}
