package io.skylark.log.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Segments that were ended before they were full.
class RepairRollTest {
    private static final int SEGMENT_BYTES = StoreOnDisk.SEGMENT_BYTES;

    @TempDir
    Path root;

    private StoreOnDisk store = new StoreOnDisk(Path.of("."));

    @BeforeEach
    void fill() {
        store = new StoreOnDisk(root).fill(20);
        store.open((log, messages) -> StoreOnDisk.roll(log));
        store.fill(10);
        assertThat(store.sent.get(20).frame()).isEqualTo(SEGMENT_BYTES);
        assertThat(store.verify().isWhole()).isTrue();
    }

    private long rollFrame() {
        StoreOnDisk.Sent last = store.sent.get(19);
        return last.frame() + store.sent.get(19).frame() - store.sent.get(18).frame();
    }

    @Test
    void makesThePaddingBehindARollAgain() {
        store.zero(rollFrame() + 40, SEGMENT_BYTES);
        assertThat(store.repair(LostQueues.REFUSE, 1).steps()).singleElement()
                .isInstanceOf(RepairStep.RestorePadding.class);
        expectAllFrom(0);
    }

    @Test
    void givesUpNothingInTheSegmentThatWasEnded() throws IOException {
        store.zero(rollFrame() + 40, SEGMENT_BYTES);
        store.zero(SEGMENT_BYTES, SEGMENT_BYTES + 200);
        Files.delete(store.folder.resolve("00000000000000000000.index"));

        List<RepairStep> steps = store.repair(LostQueues.REFUSE, 1).steps();

        assertThat(steps.getFirst()).isInstanceOf(RepairStep.RestorePadding.class);
        assertThat(steps.get(1)).isInstanceOfSatisfying(RepairStep.GiveUp.class,
                step -> assertThat(step.position()).isEqualTo(SEGMENT_BYTES));
        expectAllFrom(1);
        expectAllFrom(1);
    }

    @Test
    void makesThePaddingAgainWhenTheLogEndedWithIt() {
        StoreOnDisk ended = new StoreOnDisk(root.resolve("ended")).fill(20);
        ended.open((log, messages) -> StoreOnDisk.roll(log));
        long roll = ended.verify().end().position();
        assertThat(roll).isEqualTo(SEGMENT_BYTES);
        ended.zero(rollFrame() + 40, SEGMENT_BYTES);
        assertThat(ended.repair(LostQueues.REFUSE, 1).steps().getFirst())
                .isInstanceOf(RepairStep.RestorePadding.class);
        ended.open((log, messages) ->
                assertThat(ended.send(log, "orders", 0, "next").frame()).isEqualTo(SEGMENT_BYTES));
    }

    @Test
    void turnsABitOfARollBack() {
        store.flip(rollFrame() + 12, 0);
        assertThat(store.repair(LostQueues.REFUSE, 1).steps()).singleElement()
                .isInstanceOf(RepairStep.RestoreFrame.class);
        expectAllFrom(0);
    }

    @Test
    void startsWithoutARoll() {
        store.zero(rollFrame(), rollFrame() + 40);
        assertThat(store.repair(LostQueues.REFUSE, 1).lostEntries()).isEqualTo(1);
        expectAllFrom(0);
    }

    /// Every message is there at its offset, but for so many of the second segment.
    private void expectAllFrom(int lost) {
        store.open((log, messages) -> {
            long found = store.sent.stream()
                    .filter(sent -> sent.body().equals(
                            StoreOnDisk.read(messages, sent.topic(), sent.queueId()).get(sent.offset())))
                    .count();
            assertThat(found).as("lost %d", lost).isGreaterThanOrEqualTo(lost == 0 ? store.sent.size() : 20);
            assertThat(messages.maxOffset("orders", 0)).isPositive();
        });
        assertThat(store.verify().isWhole()).isTrue();
    }
}
