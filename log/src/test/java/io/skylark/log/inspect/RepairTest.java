package io.skylark.log.inspect;

import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FileSystemDisk;
import io.skylark.log.segment.Segments;
import io.skylark.log.store.MessageStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// After each kind of damage a repair leaves a store that is whole, starts, and has every good message at its offset.
class RepairTest {
    private static final int SEGMENT_BYTES = StoreOnDisk.SEGMENT_BYTES;
    /// Ordinal of a message in the segment that is not sealed.
    private static final int IN_TAIL = 100;

    private static final int SEEDS = Integer.getInteger("skylark.seeds.repair", 30);
    private static final long NOW = 1_764_000_000_000L;

    @TempDir
    Path root;

    private StoreOnDisk store = new StoreOnDisk(Path.of("."));

    @BeforeEach
    void fill() {
        store = new StoreOnDisk(root).fill(120);
    }

    @Test
    void hasNothingToDoInAWholeStore() {
        Map<String, String> before = store.content();
        before.remove("lock");
        try (Repair repair = open()) {
            assertThat(repair.plan(LostQueues.REFUSE, Progress.NONE).steps()).isEmpty();
        }
        Map<String, String> after = store.content();
        after.remove("lock");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void isRefusedWhileABrokerRuns() {
        store.open((log, messages) -> assertThatThrownBy(this::open)
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("in use by another process (pid " + ProcessHandle.current().pid() + ")"));
    }

    @Test
    void turnsEverySingleFlippedBitBack() {
        StoreOnDisk.Sent hit = store.sent.get(50);
        StoreOnDisk.Sent next = store.sent.get(51);
        byte[] good = bytes(store.segmentOf(hit.position()));
        for (long at = hit.frame(); at < next.frame(); at += 5) {
            store.flip(at, (int) (at % 8));
            List<RepairStep> steps = repair(LostQueues.REFUSE).steps();
            assertThat(steps).as("byte %d", at - hit.frame()).singleElement()
                    .isInstanceOf(RepairStep.RestoreFrame.class);
            assertThat(bytes(store.segmentOf(hit.position()))).isEqualTo(good);
        }
        expectAllBut(0);
    }

    @Test
    void keepsOffsetsBehindAMessageThatIsLost() {
        StoreOnDisk.Sent hit = store.sent.get(IN_TAIL);
        store.zero(hit.position() + 120, hit.position() + 140);

        RepairPlan plan = repair(LostQueues.REFUSE);

        assertThat(plan.steps()).singleElement().isInstanceOfSatisfying(RepairStep.GiveUp.class, step -> {
            assertThat(step.frame().anywhere()).isZero();
            assertThat(step.frame().queues()).singleElement().satisfies(lost -> {
                assertThat(lost.topic()).isEqualTo(hit.topic());
                assertThat(lost.queueId()).isEqualTo(hit.queueId());
                assertThat(lost.messages()).isEqualTo(1);
            });
        });
        assertThat(plan.lostEntries()).isEqualTo(1);
        assertThat(Files.exists(store.folder.resolve(String.format("%020d.dropped-%d", hit.frame(), NOW)))).isTrue();
        expectAllBut(1);
        assertThat(store.verify().totals().lostEntries()).isEqualTo(1);
    }

    @Test
    void letsAllQueuesGoOnLaterWhenNobodyKnowsWhichOneLost() {
        StoreOnDisk.Sent hit = store.sent.get(IN_TAIL);
        store.zero(hit.frame(), store.sent.get(IN_TAIL + 1).frame());

        RepairStep.GiveUp step = (RepairStep.GiveUp) repair(LostQueues.REFUSE).steps().getFirst();

        assertThat(step.guessed()).isTrue();
        assertThat(step.frame().queues()).as("there is room to name them").hasSize(3);
        int later = step.frame().queues().getFirst().messages();
        assertThat(later).isBetween(1, 4);
        assertThat(store.verify().isWhole()).isTrue();
        store.open((log, messages) -> {
            for (StoreOnDisk.Sent sent : store.sent) {
                long offset = sent.offset() + (sent.position() > hit.position() ? later : 0)
                        - (sent.position() > hit.position() && sameQueue(sent, hit) ? 1 : 0);
                if (!sent.equals(hit)) {
                    assertThat(StoreOnDisk.read(messages, sent.topic(), sent.queueId()).get(offset))
                            .isEqualTo(sent.body());
                }
            }
        });
    }

    @Test
    void knowsFromTheIndexWhatWasLostInASealedSegment() {
        store.zero(store.sent.get(50).frame(), store.sent.get(54).frame());

        RepairPlan plan = repair(LostQueues.REFUSE);

        assertThat(plan.lostEntries()).isEqualTo(4);
        assertThat(plan.steps()).hasSize(2).element(1).isInstanceOf(RepairStep.MoveAside.class);
        expectAllBut(4);
        expectAllBut(4);
    }

    @Test
    void replaysWhatLiesBehindWhenTheIndexIsGoneToo() throws IOException {
        StoreOnDisk.Sent hit = store.sent.get(50);
        store.zero(hit.frame(), store.sent.get(51).frame());
        Files.write(store.folder.resolve("00000000000000016384.index"), new byte[200]);
        assertThat(store.verify().problems()).isEqualTo(2);

        RepairPlan plan = repair(LostQueues.REFUSE);

        assertThat(((RepairStep.GiveUp) plan.steps().getFirst()).guessed()).isTrue();
        assertThat(plan.steps().stream().map(RepairStep::text).filter(text -> text.contains(".snapshot: moved aside")))
                .isNotEmpty();
        store.open((log, messages) -> {
            for (StoreOnDisk.Sent sent : store.sent) {
                long later = StoreOnDisk.read(messages, sent.topic(), sent.queueId()).entrySet().stream()
                        .filter(message -> message.getValue().equals(sent.body()))
                        .mapToLong(message -> message.getKey() - sent.offset())
                        .findFirst().orElse(0);
                assertThat(later).as("%s", sent).isBetween(0L, 5L);
            }
        });
        assertThat(store.verify().isWhole()).isTrue();
    }

    @Test
    void letsAStartMakeIndexesAndSnapshotsAgain() throws IOException {
        Files.write(store.folder.resolve("00000000000000000000.index"), new byte[500]);
        for (String name : files().keySet()) {
            if (name.endsWith(".snapshot")) {
                Files.write(store.folder.resolve(name), new byte[500]);
            }
        }
        assertThat(store.verify().isWhole()).isFalse();
        assertThat(repair(LostQueues.REFUSE).steps()).allMatch(step -> step instanceof RepairStep.MoveAside);
        expectAllBut(0);
        assertThat(store.verify().files()).anyMatch(file -> file.name().equals("00000000000000000000.index"));
    }

    @Test
    void refusesWhereOnlySnapshotsKnewWhatHasExpired() throws IOException {
        Files.delete(store.folder.resolve("00000000000000000000.index"));
        Files.delete(store.segment(0));
        assertThat(store.verify().files()).allMatch(FileReport::isWhole);
        store.zero(store.sent.get(50).frame(), store.sent.get(54).frame());
        assertThat(repair(LostQueues.REFUSE).lostEntries()).isEqualTo(4);
        store.open((log, messages) -> {
            StoreOnDisk.Sent kept = store.sent.get(60);
            assertThat(StoreOnDisk.read(messages, kept.topic(), kept.queueId(), kept.offset()).get(kept.offset()))
                    .isEqualTo(kept.body());
        });
        for (String name : files().keySet()) {
            if (name.endsWith(".snapshot")) {
                Files.delete(store.folder.resolve(name));
            }
        }
        assertThat(store.verify().files()).anyMatch(file -> file.name().equals("*.snapshot") && !file.isWhole());
        try (Repair repair = open()) {
            assertThat(repair.plan(LostQueues.REFUSE, Progress.NONE).refusal().orElseThrow())
                    .contains("no snapshot would be left");
        }
    }

    /// Ten segments that nobody knows anything about any more.
    private List<StoreOnDisk.Sent> loseTenSegments() throws IOException {
        store = new StoreOnDisk(root.resolve("large")).fill(700);
        for (String name : files().keySet()) {
            boolean lost = Segments.isSegment(name) && Segments.base(name) >= SEGMENT_BYTES
                    && Segments.base(name) <= 10 * SEGMENT_BYTES;
            if (lost || name.endsWith(".index") || name.endsWith(".snapshot")) {
                Files.delete(store.folder.resolve(name));
            }
        }
        try (Repair repair = open()) {
            assertThat(repair.plan(LostQueues.REFUSE, Progress.NONE).refusal().orElseThrow())
                    .contains("position 16384 may have held more than 1024 messages");
        }
        return store.sent.stream().filter(sent ->
                sent.position() < SEGMENT_BYTES || sent.position() >= 11 * SEGMENT_BYTES).toList();
    }

    @Test
    void keepsWhatLiesBehindWhenToldTo() throws IOException {
        List<StoreOnDisk.Sent> whole = loseTenSegments();
        repair(LostQueues.KEEP_BEHIND);
        store.open((log, messages) -> {
            for (StoreOnDisk.Sent sent : whole) {
                assertThat(StoreOnDisk.read(messages, sent.topic(), sent.queueId())).containsValue(sent.body());
            }
        });
        assertThat(store.verify().isWhole()).isTrue();
    }

    @Test
    void cutsWhenToldTo() throws IOException {
        List<StoreOnDisk.Sent> whole = loseTenSegments();
        RepairPlan plan = repair(LostQueues.CUT);
        long before = whole.stream().filter(sent -> sent.position() < SEGMENT_BYTES).count();
        assertThat(plan.lostEntries()).isEqualTo(700 - before);
        store.open((log, messages) -> {
            for (StoreOnDisk.Sent sent : whole) {
                if (sent.position() < SEGMENT_BYTES) {
                    assertThat(StoreOnDisk.read(messages, sent.topic(), sent.queueId()).get(sent.offset()))
                            .isEqualTo(sent.body());
                }
            }
            assertThat(store.send(log, "orders", 0, "next").position()).isEqualTo(SEGMENT_BYTES + 40);
        });
        Path behind = store.segment(11 * SEGMENT_BYTES);
        assertThat(behind).doesNotExist();
        assertThat(behind.resolveSibling(behind.getFileName() + ".dropped-" + NOW)).exists();
    }

    /// More queues than the hole has room to name.
    @Test
    void letsAllQueuesGoOnLaterWithoutNames() {
        store = new StoreOnDisk(root.resolve("many")).fill(30);
        store.open((log, messages) -> {
            for (int queue = 0; queue < 40; queue++) {
                store.send(log, "many", queue, "q" + queue);
            }
            store.send(log, "orders", 1, "gone-" + "-".repeat(300));
            for (int queue = 0; queue < 40; queue++) {
                store.send(log, "many", queue, "r" + queue);
            }
        });
        int gone = store.sent.size() - 41;
        store.zero(store.sent.get(gone).frame(), store.sent.get(gone + 1).frame());

        RepairStep.GiveUp step = (RepairStep.GiveUp) repair(LostQueues.REFUSE).steps().getFirst();

        int later = step.frame().anywhere();
        assertThat(later).isBetween(1, 5);
        for (int run = 0; run < 2; run++) {
            store.open((log, messages) -> {
                for (int queue = 0; queue < 40; queue++) {
                    assertThat(StoreOnDisk.read(messages, "many", queue))
                            .isEqualTo(Map.of(0L, "q" + queue, 1L + later, "r" + queue));
                }
            });
        }
        store.fill(100);
        assertThat(Files.exists(store.folder.resolve("00000000000000016384.index"))).as("sealed with it").isTrue();
        store.open((log, messages) -> assertThat(StoreOnDisk.read(messages, "many", 7)).hasSize(2));
        assertThat(store.verify().isWhole()).isTrue();
    }

    @Test
    void restoresPadding() {
        long segmentEnd = SEGMENT_BYTES;
        store.flip(segmentEnd - 20, 2);
        assertThat(repair(LostQueues.REFUSE).steps()).singleElement()
                .isInstanceOf(RepairStep.RestorePadding.class);
        expectAllBut(0);
    }

    @Test
    void givesUpAnEndThatWasDurableButDoesNotReuseItsOffsets() {
        StoreOnDisk.Sent last = store.sent.getLast();
        store.zero(last.frame(), last.frame() + 60);

        repair(LostQueues.REFUSE);

        assertThat(store.verify().isWhole()).isTrue();
        store.open((log, messages) -> {
            StoreOnDisk.Sent next = store.send(log, last.topic(), last.queueId(), "next");
            assertThat(next.offset()).isGreaterThan(last.offset());
            assertThat(next.position()).isGreaterThan(last.position());
        });
        assertThat(store.verify().isWhole()).isTrue();
    }

    @Test
    void makesALostSegmentAgainAsAHole() throws IOException {
        Files.delete(store.segment(SEGMENT_BYTES));
        RepairPlan plan = repair(LostQueues.REFUSE);
        assertThat(plan.steps()).hasSize(3);
        expectAllBut((int) plan.lostEntries());
        assertThat(store.verify().isWhole()).isTrue();
        store.open((log, messages) -> assertThat(messages.maxOffset("orders", 0)).isPositive());
    }

    @Test
    void makesMetaAndMarkAgain() throws IOException {
        Files.delete(store.folder.resolve("skylark.store"));
        Files.write(store.folder.resolve("durable.mark"), "x".repeat(600).getBytes(StandardCharsets.UTF_8));
        assertThat(repair(LostQueues.REFUSE).steps().stream().map(step -> step.getClass().getSimpleName()))
                .containsExactly("WriteMeta", "WriteMark");
        expectAllBut(0);
    }

    @Test
    void mendsSizesAndNames() throws IOException {
        store.resize(0, SEGMENT_BYTES - 100);
        store.resize(SEGMENT_BYTES, SEGMENT_BYTES + 100);
        Files.copy(store.segment(0), store.segment(104));
        repair(LostQueues.REFUSE);
        assertThat(store.verify().isWhole()).isTrue();
        assertThat(Files.exists(store.folder.resolve("00000000000000000104.log.dropped-" + NOW))).isTrue();
        assertThat(Files.exists(store.folder.resolve("00000000000000016384.tail.dropped-" + NOW))).isTrue();
        store.open((log, messages) -> assertThat(messages.maxOffset("orders", 0)).isPositive());
    }

    /// Offsets of surviving messages grow or stay, so that no consumer skips one; order and bodies stay.
    @Test
    void survivesAnyDamage() throws IOException {
        Map<String, byte[]> original = files();
        for (long seed = 0; seed < SEEDS; seed++) {
            restore(original);
            Random random = new Random(seed);
            List<long[]> damaged = new ArrayList<>();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged.add(damage(random));
            }
            LostQueues choice = random.nextBoolean() ? LostQueues.KEEP_BEHIND : LostQueues.REFUSE;
            String run = "seed " + seed + ", " + choice;

            RepairPlan plan = repair(choice);

            assertThat(plan.refusal()).as(run).isEmpty();
            assertThat(store.verify().files()).as(run).allMatch(FileReport::isWhole);
            store.open((log, messages) -> expectSurvivors(run, damaged, messages));
            store.open((log, messages) -> expectSurvivors(run + " again", damaged, messages));
            assertThat(store.verify().isWhole()).as(run).isTrue();
        }
    }

    private long[] damage(Random random) throws IOException {
        long end = store.sent.getLast().position() + 300;
        long from = random.nextLong(end);
        long to = Math.min(end, from + 1 + random.nextInt(random.nextBoolean() ? 8 : 1500));
        to = Math.min(to, from - from % SEGMENT_BYTES + SEGMENT_BYTES);
        if (!Files.exists(store.segmentOf(from))) {
            return new long[] {from, from};
        }
        switch (random.nextInt(4)) {
            case 0 -> store.zero(from, to);
            case 1 -> {
                byte[] noise = new byte[(int) (to - from)];
                random.nextBytes(noise);
                store.write(from, noise);
            }
            case 2 -> store.flip(from, random.nextInt(8));
            default -> {
                List<String> names = List.of("durable.mark", "skylark.store", "00000000000000000000.index",
                        "00000000000000016384.index", store.segmentOf(from).getFileName().toString());
                String name = names.get(random.nextInt(names.size()));
                Files.deleteIfExists(store.folder.resolve(name));
                if (name.endsWith(".log")) {
                    from -= from % SEGMENT_BYTES;
                    to = from + SEGMENT_BYTES;
                }
            }
        }
        return new long[] {from, to};
    }

    private void expectSurvivors(String run, List<long[]> damaged, MessageStore messages) {
        for (Map.Entry<String, List<StoreOnDisk.Sent>> queue : store.sent.stream()
                .collect(Collectors.groupingBy(sent -> sent.topic() + sent.queueId())).entrySet()) {
            StoreOnDisk.Sent any = queue.getValue().getFirst();
            Map<String, Long> offsets = StoreOnDisk.read(messages, any.topic(), any.queueId()).entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
            for (StoreOnDisk.Sent sent : queue.getValue()) {
                boolean hit = damaged.stream().anyMatch(
                        range -> range[0] < sent.position() + 400 && sent.frame() - 300 < range[1]);
                if (!hit) {
                    assertThat(offsets.get(sent.body())).as("%s: %s", run, sent).isNotNull()
                            .isGreaterThanOrEqualTo(sent.offset());
                }
            }
            assertThat(messages.maxOffset(any.topic(), any.queueId()))
                    .isGreaterThanOrEqualTo(offsets.values().stream().mapToLong(o -> o + 1).max().orElse(0));
        }
    }

    private static boolean sameQueue(StoreOnDisk.Sent a, StoreOnDisk.Sent b) {
        return a.topic().equals(b.topic()) && a.queueId() == b.queueId();
    }

    private Repair open() {
        return Repair.open(FileSystemDisk.of(store.folder), NOW, new Random(1));
    }

    private RepairPlan repair(LostQueues choice) {
        return store.repair(choice, NOW);
    }

    /// Every message that is left has the offset that it was acknowledged with.
    private void expectAllBut(int lost) {
        assertThat(store.verify().isWhole()).isTrue();
        store.open((log, messages) -> {
            int found = 0;
            for (StoreOnDisk.Sent sent : store.sent) {
                String body = StoreOnDisk.read(messages, sent.topic(), sent.queueId()).get(sent.offset());
                assertThat(body == null || body.equals(sent.body())).isTrue();
                found += body == null ? 0 : 1;
                assertThat(messages.storeTime(sent.topic(), sent.queueId(), sent.offset())).isPresent();
            }
            assertThat(found).isEqualTo(store.sent.size() - lost);
        });
    }

    private Map<String, byte[]> files() throws IOException {
        try (var files = Files.list(store.folder)) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), RepairTest::bytes));
        }
    }

    private void restore(Map<String, byte[]> files) throws IOException {
        for (String name : files().keySet()) {
            Files.delete(store.folder.resolve(name));
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(store.folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
