package io.skylark.log.store;

import io.skylark.log.Effort;
import io.skylark.log.disk.FaultyDisk;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Random lives of a store on a disk that fails, each ended by an orderly end, the end of the process, or a power cut,
/// and followed by another one. After each, the store must hold exactly the first n entries that were offered, and n
/// must not be less than what was acknowledged, but for messages that have expired; every way to read it must agree with
/// the model; damage must be refused or change nothing.
///
/// `-Dskylark.seeds=<n>` runs more of them, `-Dskylark.seed=<n>` repeats one.
final class CrashModelTest {
    private static final int CONTROL_SEEDS = 300;
    private static final int ENOUGH = 3;

    /// At least so many programs must see deletions that last.
    private static final int EXPIRING_ONE_OF = 10;

    @Test
    void holdsWhatWasAcknowledgedWhateverHappens() {
        AtomicInteger programs = new AtomicInteger();
        AtomicInteger expiring = new AtomicInteger();
        Effort.seeds("CrashModelTest", Effort.count("seeds", 300), seed -> {
            int expired = new ModelProgram(seed, new FaultyDisk(seed)).run();
            programs.incrementAndGet();
            expiring.addAndGet(expired > 0 ? 1 : 0);
        });
        System.out.println("CrashModelTest: messages expired in " + expiring + " of " + programs + " programs");
        assertThat(expiring.get()).isGreaterThanOrEqualTo(programs.get() / EXPIRING_ONE_OF);
    }

    @Test
    void noticesADiskThatDoesNotForce() {
        assertNoticed(with(FaultyDisk::lieAboutForces));
    }

    /// As if the log went on after a failed force.
    @Test
    void noticesALogThatAcknowledgesAfterAFailedForce() {
        assertNoticed(with(FaultyDisk::hideFailedForces));
    }

    @Test
    void noticesAStoreThatDeletesTooEarly() {
        assertNoticed(seed -> new ModelProgram(seed, new FaultyDisk(seed), true).run());
    }

    private static Effort.Seed with(Consumer<FaultyDisk> guardOff) {
        return seed -> {
            FaultyDisk disk = new FaultyDisk(seed);
            guardOff.accept(disk);
            new ModelProgram(seed, disk).run();
        };
    }

    /// The test proves nothing unless it fails when a guard is gone.
    private static void assertNoticed(Effort.Seed withoutGuard) {
        int noticed = 0;
        int seed = 0;
        for (; seed < CONTROL_SEEDS && noticed < ENOUGH; seed++) {
            try {
                withoutGuard.run(seed);
            } catch (RuntimeException | AssertionError expected) {
                noticed++;
            }
        }
        System.out.println("CrashModelTest: control failed in " + noticed + " of " + seed + " seeds");
        assertThat(noticed).isEqualTo(ENOUGH);
    }
}
