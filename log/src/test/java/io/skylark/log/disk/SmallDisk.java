package io.skylark.log.disk;

import io.skylark.log.disk.DiskException.Kind;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Another disk with a limited number of blocks. Blocks are taken when they are written, so holes are free; a write for
/// which there is too little room does as much as fits, and then fails.
public final class SmallDisk implements Disk {
    public static final int BLOCK_BYTES = 4096;

    private final Disk disk;
    private final Kind whenFull;
    private final Map<String, BitSet> blocks = new TreeMap<>();
    private final long capacityBlocks;
    private long othersBlocks;

    /// @param whenFull how this disk says that it is full
    public SmallDisk(Disk disk, long capacityBytes, Kind whenFull) {
        this.disk = disk;
        this.whenFull = whenFull;
        this.capacityBlocks = capacityBytes / BLOCK_BYTES;
    }

    public SmallDisk(Disk disk, long capacityBytes) {
        this(disk, capacityBytes, Kind.NO_SPACE);
    }

    /// Others fill the disk, or make room on it, until so much is left.
    public synchronized void leave(long bytes) {
        othersBlocks = 0;
        othersBlocks = freeBlocks() - bytes / BLOCK_BYTES;
    }

    private long freeBlocks() {
        return capacityBlocks - othersBlocks
                - blocks.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /// Takes the blocks of a range as far as there is room.
    ///
    /// @return how many bytes of the range have their blocks
    private synchronized long take(String name, long from, long to) {
        BitSet mine = blocks.computeIfAbsent(name, any -> new BitSet());
        for (long at = from; at < to; at = (at / BLOCK_BYTES + 1) * BLOCK_BYTES) {
            int block = (int) (at / BLOCK_BYTES);
            if (!mine.get(block)) {
                if (freeBlocks() <= 0) {
                    return at - from;
                }
                mine.set(block);
            }
        }
        return to - from;
    }

    private DiskException full(String what) {
        return new DiskException(whenFull, what + ": No space left on device");
    }

    @Override
    public String folder() {
        return disk.folder();
    }

    @Override
    public List<String> list() {
        return disk.list();
    }

    @Override
    public DiskFile open(String name) {
        return new SmallFile(disk.open(name));
    }

    @Override
    public DiskFile create(String name) {
        return new SmallFile(disk.create(name));
    }

    @Override
    public synchronized void delete(String name) {
        disk.delete(name);
        blocks.remove(name);
    }

    @Override
    public synchronized void rename(String from, String to) {
        disk.rename(from, to);
        BitSet moved = blocks.remove(from);
        if (moved != null) {
            blocks.put(to, moved);
        }
    }

    @Override
    public void syncDirectory() {
        disk.syncDirectory();
    }

    @Override
    public synchronized long usableBytes() {
        return freeBlocks() * BLOCK_BYTES;
    }

    @Override
    public synchronized long totalBytes() {
        return capacityBlocks * BLOCK_BYTES;
    }

    @Override
    public FolderLock lock(String name) {
        return disk.lock(name);
    }

    private final class SmallFile implements DiskFile {
        private final DiskFile file;

        SmallFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public void write(ByteBuffer source, long position) {
            int size = source.remaining();
            int fits = (int) take(file.name(), position, position + size);
            int limit = source.limit();
            file.write(source.limit(source.position() + fits), position);
            source.limit(limit);
            if (fits < size) {
                throw full("cannot write " + size + " bytes at " + position + " to " + file.name());
            }
        }

        @Override
        public int read(ByteBuffer target, long position) {
            return file.read(target, position);
        }

        @Override
        public void force() {
            file.force();
        }

        @Override
        public void resize(long size) {
            if (size > file.size() && take(file.name(), size - 1, size) == 0) {
                throw full("cannot resize " + file.name() + " to " + size + " bytes");
            }
            file.resize(size);
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public ByteBuffer map(long size) {
            return file.map(size);
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
