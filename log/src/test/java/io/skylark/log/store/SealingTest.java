package io.skylark.log.store;

import io.skylark.log.EntryType;
import io.skylark.log.TestProposal;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.segment.FrameLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Segments of 16 KiB that are sealed while and after messages come, and starts that use what was sealed.
@Timeout(60)
final class SealingTest {
    private static final int MESSAGES = 60;
    private static final String FILLER = "-" + "x".repeat(1000);

    private FaultyDisk disk = new FaultyDisk(1);

    private static void send(StoreFixture fixture, String topic, int from, int to) {
        for (int i = from; i < to; i++) {
            fixture.send(Drafts.draft(topic, i % 2, (i + FILLER).getBytes(UTF_8), Map.of("KEYS", "k" + i)));
        }
    }

    private static List<String> expected(int queueId, int count) {
        return IntStream.range(0, count).filter(i -> i % 2 == queueId).mapToObj(i -> i + FILLER).toList();
    }

    private static void assertHolds(StoreFixture fixture, String topic, int count) {
        for (int queueId = 0; queueId < 2; queueId++) {
            assertThat(readAll(fixture, topic, queueId)).isEqualTo(expected(queueId, count));
        }
        for (int i = 0; i < count; i += 7) {
            assertThat(fixture.store.query(topic, "k" + i, 10, 0, Long.MAX_VALUE))
                    .as("key k%d", i)
                    .extracting(found -> StoreFixture.body(StoreFixture.decode(found)))
                    .containsExactly(i + FILLER);
        }
    }

    private static List<String> readAll(StoreFixture fixture, String topic, int queueId) {
        List<String> all = new ArrayList<>();
        List<String> some = fixture.read(topic, queueId, 0, 5, TagFilter.ALL);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = fixture.read(topic, queueId, all.size(), 5, TagFilter.ALL);
        }
        return all;
    }

    private List<String> files(String suffix) {
        return disk.list().stream().filter(name -> name.endsWith(suffix)).toList();
    }

    /// Condition of another thread; the time-out of the test bounds it.
    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private void fill() {
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            send(fixture, "T", 0, MESSAGES);
        }
        assertThat(files(".index")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(files(".snapshot")).hasSize(2);
        assertThat(files(".unfinished")).isEmpty();
    }

    @Test
    void readsTheSameBeforeAndAfterSealing() {
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            for (int i = 0; i < MESSAGES; i += 10) {
                send(fixture, "T", i, i + 10);
                assertHolds(fixture, "T", i + 10);
            }
            await(() -> files(".index").size() >= 4);
            assertHolds(fixture, "T", MESSAGES);
        }
    }

    @Test
    void startsFromTheIndexesAndTheSnapshot() {
        fill();
        int[] reads = new int[1];
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            assertHolds(fixture, "T", MESSAGES);
            assertThat(fixture.send(Drafts.draft("T", 0, "more")).queueOffset()).isEqualTo(MESSAGES / 2);
            reads[0]++;
        }
        assertThat(reads[0]).isEqualTo(1);
    }

    @Test
    void doesNotLookAtSealedSegmentsWhenItStarts() {
        fill();
        String first = files(".log").getFirst();
        disk.flip(first, 500, 0xFF);
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            assertThatThrownBy(() -> fixture.read("T", 0, 0, 1, TagFilter.ALL))
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining(first)
                    .hasMessageContaining("checksum");
            assertThat(fixture.read("T", 0, MESSAGES / 2 - 1, 1, TagFilter.ALL)).hasSize(1);
        }
    }

    @Test
    void makesEveryMissingIndexAgain() {
        fill();
        for (String name : files(".index")) {
            disk.delete(name);
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                assertHolds(fixture, "T", MESSAGES);
            }
            assertThat(disk.list()).contains(name);
        }
        files(".index").forEach(disk::delete);
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            assertHolds(fixture, "T", MESSAGES);
        }
    }

    @Test
    void refusesToMakeAnIndexFromADamagedSegment() {
        fill();
        disk.delete(files(".index").getFirst());
        disk.flip(files(".log").getFirst(), 500, 1);
        assertThatThrownBy(() -> StoreFixture.on(disk))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(files(".log").getFirst());
    }

    @Test
    void refusesWhenASegmentWasDeletedByHand() {
        fill();
        disk.delete(files(".log").getFirst());
        assertThatThrownBy(() -> StoreFixture.on(disk))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("the segment of this index is missing");
    }

    /// Every byte of an index: whatever is wrong is found, and the index made again, at the start or by the first reader.
    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x80})
    void makesADamagedIndexAgain(int mask) {
        fill();
        String name = files(".index").getFirst();
        byte[] whole = disk.content(name);
        Random random = new Random(mask);
        for (int i = 0; i < whole.length; i += 1 + random.nextInt(40)) {
            disk.flip(name, i, mask);
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                assertHolds(fixture, "T", MESSAGES);
            }
            assertThat(disk.content(name)).as("after byte %d was flipped", i).isEqualTo(whole);
        }
    }

    @Test
    void goesBackToTheOlderSnapshotAndThenToTheWholeLog() {
        fill();
        disk.flip(files(".snapshot").getLast(), 100, 1);
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            assertHolds(fixture, "T", MESSAGES);
        }
        for (String name : files(".snapshot")) {
            disk.flip(name, 70, 1);
        }
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            assertHolds(fixture, "T", MESSAGES);
        }
    }

    @Test
    void keepsRemovedTopicsRemoved() {
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            send(fixture, "T", 0, 40);
            fixture.removeTopic("T");
            send(fixture, "T", 0, 20);
            send(fixture, "U", 0, 40);
            fixture.removeTopic("U");
            assertHolds(fixture, "T", 20);
        }
        for (int damage = 0; damage < 3; damage++) {
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                assertHolds(fixture, "T", 20);
                assertThat(readAll(fixture, "U", 0)).isEmpty();
                assertThat(fixture.store.query("U", "k0", 10, 0, Long.MAX_VALUE)).isEmpty();
            }
            files(damage == 0 ? ".index" : ".snapshot").forEach(disk::delete);
        }
    }

    @Test
    void sealsLaterWhatTheDiskDoesNotTakeNow() {
        disk.failOn(FaultyDisk.Call.FORCE, ".index.unfinished", 0);
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            send(fixture, "T", 0, MESSAGES);
            assertHolds(fixture, "T", MESSAGES);
            await(() -> files(".index").size() >= 4);
            assertHolds(fixture, "T", MESSAGES);
        }
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            assertHolds(fixture, "T", MESSAGES);
        }
    }

    @Test
    void survivesAPowerCutAtEveryCall() {
        for (int number = 0; number < 80; number++) {
            disk = new FaultyDisk(number);
            FaultyDisk before = disk;
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger left = new AtomicInteger(number);
            AtomicInteger acknowledged = new AtomicInteger();
            AtomicReference<FaultyDisk> after = new AtomicReference<>();
            before.onCall((call, name) -> {
                if (!name.endsWith(".log") && !name.endsWith(".mark") && left.getAndDecrement() == 0) {
                    acknowledged.set(sent.get());
                    after.set(before.crash());
                }
            });
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                while (after.get() == null && sent.get() < 30) {
                    send(fixture, "T", sent.get(), sent.get() + 1);
                    sent.incrementAndGet();
                }
            }
            FaultyDisk survivor = after.get();
            if (survivor == null) {
                return;
            }
            try (StoreFixture fixture = StoreFixture.on(survivor)) {
                List<String> expected = expected(0, acknowledged.get());
                List<String> found = readAll(fixture, "T", 0);
                assertThat(found.subList(0, Math.min(found.size(), expected.size()))).as("call %d", number)
                        .isEqualTo(expected);
            }
        }
    }

    /// The empty body of such an entry lies, as it were, at the start of the next segment.
    @Test
    void rollsASegmentThatTheRollItselfFills() {
        int bodyBytes = 5200;
        long segmentBytes = StoreFixture.CONFIG.segmentBytes();
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            long first = fixture.send(Drafts.draft("T", 0, "x".repeat(bodyBytes))).positions()[0];
            long second = fixture.send(Drafts.draft("T", 0, "x".repeat(bodyBytes))).positions()[0];
            int room = (int) (segmentBytes - FrameLayout.HEADER_BYTES - 3 * (second - first));
            fixture.send(Drafts.draft("T", 0, "x".repeat(bodyBytes + room)));
            TestProposal roll = new TestProposal(EntryType.ROLL, new byte[0]);
            fixture.log.propose(roll);
            assertThat(roll.await().position()).isEqualTo(segmentBytes);
            fixture.send(Drafts.draft("T", 0, "behind it"));
            assertThat(fixture.read("T", 0, 0, 10, TagFilter.ALL)).hasSize(4).last().isEqualTo("behind it");
        }
        FaultyDisk bare = disk.kill();
        files(".index").forEach(bare::delete);
        files(".snapshot").forEach(bare::delete);
        for (FaultyDisk found : List.of(disk, bare)) {
            try (StoreFixture fixture = StoreFixture.on(found)) {
                assertThat(fixture.read("T", 0, 0, 10, TagFilter.ALL)).hasSize(4).last().isEqualTo("behind it");
            }
        }
    }

    @Test
    void forgetsWhatExpired() {
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            send(fixture, "T", 0, MESSAGES);
            await(() -> files(".index").size() >= 4);
            fixture.storage.sealer().expireOldest();
            assertThat(fixture.store.minOffset("T", 0)).isPositive();
            assertExpired(fixture);
        }
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            assertExpired(fixture);
        }
    }

    private static void assertExpired(StoreFixture fixture) {
        long min = fixture.store.minOffset("T", 0);
        assertThat(fixture.store.query("T", "k0", 10, 0, Long.MAX_VALUE)).isEmpty();
        assertThat(fixture.read("T", 0, 0, 5, TagFilter.ALL)).isEmpty();
        assertThat(fixture.read("T", 0, min, 100, TagFilter.ALL))
                .isEqualTo(expected(0, MESSAGES).subList((int) min, MESSAGES / 2));
        assertThat(fixture.store.offsetByTime("T", 0, 0, TimeBound.LOWER)).isEqualTo(min);
    }

    @Test
    void holdsTheSameQueuesHoweverItStarts() {
        long seed = new Random().nextLong();
        System.out.println("SealingTest seed " + seed);
        Random random = new Random(seed);
        for (int life = 0; life < 12; life++) {
            try (StoreFixture fixture = StoreFixture.on(disk)) {
                for (int i = random.nextInt(60); i > 0; i--) {
                    String topic = "topic" + random.nextInt(ModelQueues.TOPICS);
                    if (random.nextInt(25) == 0) {
                        fixture.removeTopic(topic);
                    } else {
                        fixture.send(Drafts.draft(topic, random.nextInt(ModelQueues.QUEUES),
                                "y".repeat(random.nextInt(2000))));
                    }
                }
            }
            ModelQueues fast;
            try (StoreFixture fixture = StoreFixture.on(disk.kill())) {
                fast = ModelQueues.of(fixture);
            }
            FaultyDisk bare = disk.kill();
            bare.list().stream().filter(name -> name.endsWith(".index") || name.endsWith(".snapshot")).forEach(bare::delete);
            try (StoreFixture fixture = StoreFixture.on(bare)) {
                assertThat(ModelQueues.of(fixture)).as("seed %d, life %d", seed, life).isEqualTo(fast);
            }
        }
    }
}
