package io.skylark.log.store;

import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.segment.CorruptLogException;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;

/// One thing that happens to one file of a store behind its back.
final class Damage {
    private static final int SECTOR_BYTES = 512;

    /// What a store did about it.
    enum Answer {
        /// It refused, and said where it is damaged.
        REFUSED,
        /// It holds what it held before.
        UNHARMED
    }

    private Damage() {}

    /// Damages any file in any way, and says what it did.
    static String any(FaultyDisk disk, Random random) {
        List<String> files = disk.list();
        return to(disk, files.get(random.nextInt(files.size())), random);
    }

    /// Damages one file in any way, and says what it did.
    static String to(FaultyDisk disk, String file, Random random) {
        int size = disk.content(file).length;
        if (size == 0 || random.nextInt(20) == 0) {
            disk.lose(file);
            return file + " is lost";
        }
        int at = random.nextInt(size);
        return switch (random.nextInt(4)) {
            case 0 -> {
                disk.truncate(file, at);
                yield file + " is cut at " + at;
            }
            case 1 -> {
                int sector = at / SECTOR_BYTES * SECTOR_BYTES;
                disk.damage(file, sector, new byte[Math.min(SECTOR_BYTES, size - sector)]);
                yield file + " has zeros in the sector at " + sector;
            }
            default -> {
                int bit = random.nextInt(8);
                disk.flip(file, at, 1 << bit);
                yield file + " has bit " + bit + " of byte " + at + " flipped";
            }
        };
    }

    /// Opens a damaged store and reads all of it.
    ///
    /// @throws AssertionError when it delivers anything else than `expected`, or fails in any undefined way
    static Answer judge(FaultyDisk damaged, String what, ModelQueues expected) {
        return judge(damaged, what, expected, (topic, body) -> false);
    }

    /// The same for a store of which messages have expired.
    static Answer judge(
            FaultyDisk damaged, String what, ModelQueues expected, BiPredicate<String, String> mayBeGone) {
        try (StoreFixture fixture = StoreFixture.on(damaged)) {
            ModelQueues found = ModelQueues.of(fixture);
            if (!expected.allows(found, mayBeGone)) {
                throw new AssertionError(what + ", and the store holds " + found + " instead of " + expected);
            }
            return Answer.UNHARMED;
        } catch (CorruptLogException refused) {
            if (!refused.file().startsWith(damaged.folder())) {
                throw new AssertionError(what + ", and the refusal does not say where", refused);
            }
            return Answer.REFUSED;
        } catch (RuntimeException e) {
            throw new AssertionError(what + ", and that is not a defined answer", e);
        }
    }
}
