package io.skylark.log.store;

import io.skylark.log.Effort;
import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.sealed.DamagedIndexException;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.snapshot.DamagedSnapshotException;
import io.skylark.log.snapshot.SnapshotFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/// Indexes and snapshots that say something wrong and have right checksums: a store that opens them refuses, makes them
/// again, or answers something; it never fails in an undefined way, and every call returns.
///
/// `-Dskylark.forgeries=<n>` forges so many files of each kind.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class ForgedFilesTest {
    /// One of so many forgeries is opened by a store, the others are only read as a file.
    private static final int STORE_ONE_OF = 20;

    private final ForgedStore stores = new ForgedStore();

    @BeforeAll
    void writeAStore() {
        stores.write();
    }

    @Test
    void readsForgedIndexes() {
        forge(ForgedStore.INDEX, bytes -> readIndex(bytes));
    }

    @Test
    void readsForgedSnapshots() {
        forge(ForgedStore.SNAPSHOT, bytes -> readSnapshot(bytes));
    }

    @FunctionalInterface
    private interface Reader {
        /// False when it refused.
        boolean read(byte[] bytes);
    }

    private void forge(String kind, Reader reader) {
        AtomicInteger refused = new AtomicInteger();
        List<String> files = stores.files(kind);
        Effort.seeds("ForgedFilesTest of " + kind, Effort.count("forgeries", 10_000), seed -> {
            Random random = new Random(seed);
            String file = files.get(random.nextInt(files.size()));
            byte[] forged = stores.content(file);
            ForgedStore.change(forged, random);
            ForgedStore.reseal(file, forged);
            if (!reader.read(forged)) {
                refused.incrementAndGet();
            }
            if (random.nextInt(STORE_ONE_OF) == 0) {
                stores.openWith(file, forged);
            }
        });
        System.out.println("ForgedFilesTest of " + kind + ": " + refused + " refused when read as a file");
    }

    private static boolean readIndex(byte[] bytes) {
        try {
            SealedIndex index = SealedIndex.open("forged", ByteBuffer.wrap(bytes), StoreFixture.CONFIG.segmentBytes());
            index.checkAll();
            for (int slot = 0; slot < index.queues(); slot++) {
                int first = index.firstEntry(slot);
                for (int entry = first; entry < first + index.count(slot); entry++) {
                    assertThat(index.place(entry)).isNotNegative();
                    assertThat(index.size(entry)).isNotNegative();
                }
                assertThat(index.topicName(index.topicOf(slot))).isNotNull();
            }
            for (int block = 0; block < index.blocks(); block++) {
                assertThat(index.firstFrame(block)).isGreaterThanOrEqualTo(-1);
            }
            return true;
        } catch (DamagedIndexException refused) {
            return false;
        }
    }

    private static boolean readSnapshot(byte[] bytes) {
        try {
            SnapshotFile snapshot = SnapshotFile.open("forged", ByteBuffer.wrap(bytes));
            snapshot.forEach(item -> assertThat(item.body().remaining()).isEqualTo(item.bodySize()));
            assertThat(snapshot.point().tailPosition()).isBetween(0L, snapshot.point().position());
            return true;
        } catch (DamagedSnapshotException refused) {
            return false;
        }
    }

    /// The test proves nothing unless right checksums make a difference.
    @Test
    void forgeriesAreNotSimplyDamage() {
        for (String kind : List.of(ForgedStore.INDEX, ForgedStore.SNAPSHOT)) {
            byte[] same = stores.content(stores.files(kind).getFirst());
            byte[] resealed = same.clone();
            ForgedStore.reseal(stores.files(kind).getFirst(), resealed);
            assertThat(resealed).isEqualTo(same);
        }
        FaultyDisk untouched = stores.whole();
        Damage.judge(untouched, "nothing is forged", stores.model());
    }
}
