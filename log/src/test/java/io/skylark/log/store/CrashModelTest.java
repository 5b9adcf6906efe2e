package io.skylark.log.store;

import io.skylark.log.Effort;
import io.skylark.log.disk.FaultyDisk;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Random lives of a store on a disk that fails, each ended by an orderly end, the end of the process, or a power cut,
/// and followed by another one. After each, the store must hold exactly the first n entries that were offered, and n
/// must not be less than what was acknowledged; every way to read it must agree with the model; damage must be refused
/// or change nothing.
///
/// `-Dskylark.seeds=<n>` runs more of them, `-Dskylark.seed=<n>` repeats one.
final class CrashModelTest {
    private static final int CONTROL_SEEDS = 300;
    private static final int ENOUGH = 5;

    @Test
    void holdsWhatWasAcknowledgedWhateverHappens() {
        Effort.seeds("CrashModelTest", Effort.count("seeds", 300),
                seed -> new ModelProgram(seed, new FaultyDisk(seed)).run());
    }

    @Test
    void noticesADiskThatDoesNotForce() {
        assertNoticed(FaultyDisk::lieAboutForces);
    }

    /// As if the log went on after a failed force.
    @Test
    void noticesALogThatAcknowledgesAfterAFailedForce() {
        assertNoticed(FaultyDisk::hideFailedForces);
    }

    /// The test proves nothing unless it fails when a guard is gone.
    private static void assertNoticed(Consumer<FaultyDisk> guardOff) {
        int noticed = 0;
        int seed = 0;
        for (; seed < CONTROL_SEEDS && noticed < ENOUGH; seed++) {
            FaultyDisk disk = new FaultyDisk(seed);
            guardOff.accept(disk);
            try {
                new ModelProgram(seed, disk).run();
            } catch (RuntimeException | AssertionError expected) {
                noticed++;
            }
        }
        System.out.println("CrashModelTest: control failed in " + noticed + " of " + seed + " seeds");
        assertThat(noticed).isEqualTo(ENOUGH);
    }
}
