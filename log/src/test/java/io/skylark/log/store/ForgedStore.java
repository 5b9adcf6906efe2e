package io.skylark.log.store;

import io.skylark.log.disk.FaultyDisk;
import io.skylark.log.index.TagFilter;
import io.skylark.log.sealed.ForgedIndex;
import io.skylark.log.segment.CheckedBlock;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.snapshot.ForgedSnapshot;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/// A store of several segments in which an index or a snapshot is replaced by a forged one.
final class ForgedStore {
    static final String INDEX = ".index";
    static final String SNAPSHOT = ".snapshot";

    private static final int MESSAGES = 60;
    private static final int TAG_HASH = 7;

    private final ModelQueues model = new ModelQueues();
    private FaultyDisk whole = new FaultyDisk(1);

    void write() {
        try (StoreFixture fixture = StoreFixture.on(whole)) {
            for (int i = 0; i < MESSAGES; i++) {
                ModelQueues.Send send = new ModelQueues.Send(
                        ModelQueues.topic(i % 3), i % 2, i + " " + "x".repeat(i * 37 % 1500));
                fixture.send(Drafts.keyed(send));
                model.apply(send);
                if (i == MESSAGES / 3) {
                    fixture.removeTopic("topic2");
                    model.apply(new ModelQueues.Remove("topic2"));
                }
            }
        }
        whole = whole.kill();
        assertThat(files(INDEX)).hasSizeGreaterThan(1);
        assertThat(files(SNAPSHOT)).hasSize(2);
    }

    List<String> files(String kind) {
        return whole.list().stream().filter(name -> name.endsWith(kind)).toList();
    }

    byte[] content(String file) {
        return whole.content(file);
    }

    FaultyDisk whole() {
        return whole.kill();
    }

    ModelQueues model() {
        return model;
    }

    /// Puts wrong values into one to three places, but not into what says the kind and the version of a file.
    static void change(byte[] file, Random random) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = CheckedBlock.FIELDS + random.nextInt(file.length - CheckedBlock.FIELDS - Long.BYTES);
            boolean footer = random.nextInt(4) == 0;
            if (footer) {
                at = file.length - CheckedBlock.BYTES + CheckedBlock.FIELDS
                        + random.nextInt(CheckedBlock.BYTES - CheckedBlock.FIELDS - Long.BYTES);
            }
            at = random.nextInt(4) == 0 ? at : at & -Integer.BYTES;
            switch (random.nextInt(7)) {
                case 0 -> bytes.putInt(at, -1);
                case 1 -> bytes.putInt(at, Integer.MAX_VALUE - random.nextInt(3));
                case 2 -> bytes.putInt(at, Integer.MIN_VALUE);
                case 3 -> bytes.putInt(at, bytes.getInt(at) + random.nextInt(9) - 4);
                case 4 -> bytes.putInt(at, random.nextInt(100_000));
                case 5 -> bytes.putLong(at, random.nextLong());
                default -> bytes.put(at, (byte) random.nextInt());
            }
        }
    }

    static void reseal(String file, byte[] bytes) {
        if (file.endsWith(INDEX)) {
            ForgedIndex.reseal(bytes);
        } else {
            ForgedSnapshot.reseal(bytes);
        }
    }

    /// Opens a store with the forged file, reads and looks up what can be found, and goes on with it. The other snapshot
    /// is damaged, so that a forged one counts.
    void openWith(String file, byte[] forged) {
        FaultyDisk disk = whole.kill();
        disk.damage(file, 0, forged);
        if (file.endsWith(SNAPSHOT)) {
            files(SNAPSHOT).stream().filter(name -> !name.equals(file)).forEach(disk::lose);
        }
        try (StoreFixture fixture = StoreFixture.on(disk)) {
            for (int t = 0; t < ModelQueues.TOPICS; t++) {
                for (int q = 0; q < ModelQueues.QUEUES; q++) {
                    readAll(fixture, ModelQueues.topic(t), q);
                }
            }
            fixture.send(Drafts.draft("topic0", 0, "more"));
        } catch (CorruptLogException refused) {
            assertThat(refused.file()).startsWith(disk.folder());
        }
    }

    private static void readAll(StoreFixture fixture, String topic, int queueId) {
        MessageStore store = fixture.store;
        long min = store.minOffset(topic, queueId);
        long max = store.maxOffset(topic, queueId);
        assertThat(min).isBetween(0L, max);
        for (TagFilter filter : List.of(TagFilter.ALL, TagFilter.anyOf(TAG_HASH))) {
            for (long offset : new long[] {0, min, (min + max) >>> 1, max - 1, max}) {
                attempt(() -> store.read(topic, queueId, offset, MESSAGES, 1 << 20, filter,
                        (source, at, size, queueOffset, position) ->
                                assertThat(source.slice(at, size).remaining()).isEqualTo(size)));
                attempt(() -> store.storeTime(topic, queueId, offset));
            }
        }
        for (int i = 0; i < MESSAGES; i++) {
            String key = String.valueOf(i);
            attempt(() -> store.query(topic, key, 3, 0, Long.MAX_VALUE));
        }
        for (TimeBound bound : TimeBound.values()) {
            attempt(() -> store.offsetByTime(topic, queueId, System.currentTimeMillis() - 1, bound));
        }
    }

    private static void attempt(Runnable read) {
        try {
            read.run();
        } catch (CorruptLogException refused) {
            assertThat(refused.file()).startsWith("memory");
        }
    }
}
