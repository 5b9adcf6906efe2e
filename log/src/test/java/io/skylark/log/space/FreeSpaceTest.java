package io.skylark.log.space;

import io.skylark.log.DiskReserve;
import io.skylark.log.EntryType;
import io.skylark.log.LogRefusal;
import io.skylark.log.disk.DiskException;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.disk.SmallDisk;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class FreeSpaceTest {
    private static final long MIB = 1L << 20;
    private static final EntryType TABLE = EntryType.table(20, "TABLE");

    private final SmallDisk disk = new SmallDisk(new FaultyDisk(1), 64 * MIB);
    private final FreeSpace space = new FreeSpace(disk, new DiskReserve(8 * MIB, 5, Duration.ofSeconds(1)));

    private void leave(long bytes) {
        disk.leave(bytes);
        space.check();
    }

    private boolean messagesAreAccepted() {
        return space.refusal(EntryType.MESSAGE) == null && space.refusal(EntryType.MESSAGE_BATCH) == null;
    }

    private boolean tablesAreAccepted() {
        return space.refusal(TABLE) == null;
    }

    private LogRefusal refusal() {
        LogRefusal why = space.refusal(EntryType.MESSAGE);
        if (why == null) {
            throw new AssertionError("nothing is refused");
        }
        return why;
    }

    @Test
    void refusesMessagesBelowTheReserveAndEverythingBelowHalfOfIt() {
        leave(8 * MIB);
        assertThat(messagesAreAccepted()).isTrue();

        leave(8 * MIB - SmallDisk.BLOCK_BYTES);
        assertThat(messagesAreAccepted()).isFalse();
        assertThat(tablesAreAccepted()).isTrue();
        assertThat(refusal().isCertain()).isTrue();

        leave(4 * MIB - SmallDisk.BLOCK_BYTES);
        assertThat(messagesAreAccepted()).isFalse();
        assertThat(tablesAreAccepted()).isFalse();
    }

    @Test
    void goesByAnotherReserveFromTheNextLookOn() {
        leave(7 * MIB);
        assertThat(messagesAreAccepted()).isFalse();

        space.change(new DiskReserve(MIB, 0, Duration.ofSeconds(1)));
        assertThat(messagesAreAccepted()).isFalse();
        leave(7 * MIB);
        assertThat(messagesAreAccepted()).isTrue();
    }

    @Test
    void takesBackWhatItRefusedALittleLater() {
        leave(MIB);
        leave(4 * MIB);
        assertThat(tablesAreAccepted()).isFalse();
        leave(4 * MIB + MIB / 8);
        assertThat(tablesAreAccepted()).isTrue();
        assertThat(messagesAreAccepted()).isFalse();
        leave(8 * MIB);
        assertThat(messagesAreAccepted()).isFalse();
        leave(8 * MIB + MIB / 4);
        assertThat(messagesAreAccepted()).isTrue();
    }

    @Test
    void saysTheLimitThePathAndWhatIsThere() {
        leave(7 * MIB);
        assertThat(refusal().reason()).isEqualTo(LogRefusal.Reason.DISK_FULL);
        assertThat(refusal().detail()).isEqualTo("memory has 7.0 MB free of 64.0 MB, less than the reserve of 8.0 MB"
                + " (diskFreeReserveBytes=8.0 MB, diskFreeReserveRatio=5%)");
        leave(6 * MIB);
        assertThat(refusal().detail()).contains("6.0 MB free");
        leave(0);
        assertThat(refusal().detail()).isEqualTo("memory has 0.0 KB free of 64.0 MB, less than half of the reserve of"
                + " 8.0 MB (diskFreeReserveBytes=8.0 MB, diskFreeReserveRatio=5%)");
    }

    @Test
    void refusesEverythingWhileAWriteIsRefusedWhateverTheDiskSays() {
        leave(60 * MIB);
        space.writeRefused(new DiskException(DiskException.Kind.NO_SPACE, "cannot write to x: no inodes"));
        assertThat(tablesAreAccepted()).isFalse();
        assertThat(refusal().detail()).isEqualTo("cannot write to x: no inodes; memory has 60.0 MB free of 64.0 MB");
        space.check();
        assertThat(tablesAreAccepted()).isFalse();
        space.writeAccepted();
        assertThat(messagesAreAccepted()).isTrue();
    }

    @Test
    void keepsTheLargerOfBytesAndShareButAtMostHalf() {
        Duration second = Duration.ofSeconds(1);
        assertThat(DiskReserve.STANDARD.limitBytes(10L << 30)).isEqualTo(2L << 30);
        assertThat(DiskReserve.STANDARD.limitBytes(1000L << 30)).isBetween(
                (50L << 30) - 1000, 50L << 30);
        assertThat(DiskReserve.STANDARD.limitBytes(2L << 30)).isEqualTo(1L << 30);
        assertThat(new DiskReserve(0, 0, second).limitBytes(1L << 40)).isZero();
        assertThatThrownBy(() -> new DiskReserve(0, 51, second)).hasMessageContaining("must be 0 to 50");
        assertThatThrownBy(() -> new DiskReserve(-1, 0, second)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new DiskReserve(0, 0, Duration.ZERO)).hasMessageContaining("above zero");
    }

    @Test
    void saysNothingOnceTheLogHasEnded() {
        leave(0);
        space.end();
        assertThat(messagesAreAccepted()).isTrue();
        leave(0);
        assertThat(messagesAreAccepted()).isTrue();
    }
}
