package io.skylark.log.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// The bytes of one file on a [FaultyDisk]: what readers see, what is durable, and what lies between. Guarded by the
/// monitor of its disk.
final class FaultyContent {
    static final int SECTOR_BYTES = 512;

    private byte[] data = new byte[0];
    private byte[] durable = new byte[0];
    private int size;
    private int durableSize;
    private final List<int[]> unforced = new ArrayList<>();

    int size() {
        return size;
    }

    byte[] bytes() {
        return Arrays.copyOf(data, size);
    }

    int read(ByteBuffer target, int at, int count) {
        target.put(data, at, count);
        return count;
    }

    /// Memory that shows later writes up to `count`, as a mapping does.
    ByteBuffer map(int count) {
        return ByteBuffer.wrap(data, 0, count).slice().asReadOnlyBuffer();
    }

    void write(ByteBuffer source, int at) {
        int count = source.remaining();
        resize(Math.max(size, at + count));
        source.get(data, at, count);
        unforced.add(new int[] {at, at + count});
    }

    void resize(int to) {
        if (to > data.length) {
            data = Arrays.copyOf(data, to);
            durable = Arrays.copyOf(durable, to);
        }
        if (to < size) {
            Arrays.fill(data, to, size, (byte) 0);
        }
        size = to;
    }

    void force() {
        unforced.forEach(range -> System.arraycopy(data, range[0], durable, range[0], range[1] - range[0]));
        dropUnforced();
    }

    /// A failed force: the bytes stay in memory, and nothing remembers any more that they are not on the disk.
    void dropUnforced() {
        unforced.clear();
        durableSize = size;
    }

    /// Changes bytes behind everybody's back, in memory and on the disk.
    void damage(int at, byte[] bytes) {
        System.arraycopy(bytes, 0, data, at, bytes.length);
        System.arraycopy(bytes, 0, durable, at, bytes.length);
    }

    void truncate(int to) {
        Arrays.fill(durable, to, durable.length, (byte) 0);
        resize(to);
        unforced.clear();
        durableSize = to;
    }

    FaultyContent copy() {
        FaultyContent copy = new FaultyContent();
        copy.data = data.clone();
        copy.durable = durable.clone();
        copy.size = size;
        copy.durableSize = durableSize;
        copy.unforced.addAll(unforced);
        return copy;
    }

    /// What is left after a power cut; all of it is durable.
    FaultyContent survivor(FaultyDisk.Loss loss, Random random) {
        FaultyContent image = new FaultyContent();
        image.size = durableSize;
        image.data = Arrays.copyOf(durable, Math.max(data.length, image.size));
        if (loss == FaultyDisk.Loss.LAST_WRITE_TORN) {
            for (int i = 0; i < unforced.size(); i++) {
                int[] range = unforced.get(i);
                boolean last = i + 1 == unforced.size();
                image.keep(this, range[0], last ? range[0] + random.nextInt(range[1] - range[0] + 1) : range[1]);
            }
        } else if (loss == FaultyDisk.Loss.ANY_SECTORS) {
            int torn = random.nextInt(Math.max(1, unforced.size()));
            for (int i = 0; i < unforced.size(); i++) {
                image.keepSome(this, unforced.get(i), i == torn, random);
            }
        }
        image.durable = image.data.clone();
        image.durableSize = image.size;
        return image;
    }

    private void keepSome(FaultyContent from, int[] range, boolean torn, Random random) {
        int keepOfFour = random.nextInt(5);
        for (int at = range[0]; at < range[1]; at = (at / SECTOR_BYTES + 1) * SECTOR_BYTES) {
            int end = Math.min(range[1], (at / SECTOR_BYTES + 1) * SECTOR_BYTES);
            if (random.nextInt(4) < keepOfFour) {
                keep(from, at, torn && random.nextInt(8) == 0 ? at + random.nextInt(end - at + 1) : end);
            }
        }
    }

    private void keep(FaultyContent from, int at, int end) {
        size = Math.max(size, end);
        System.arraycopy(from.data, at, data, at, end - at);
    }

    /// True when a reader sees something else here than before the power cut.
    boolean differsFrom(FaultyContent before) {
        return size != before.size || Arrays.mismatch(data, 0, size, before.data, 0, size) >= 0;
    }
}
