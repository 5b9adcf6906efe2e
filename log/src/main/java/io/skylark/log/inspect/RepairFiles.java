package io.skylark.log.inspect;

import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskFile;
import io.skylark.log.segment.Segments;
import io.skylark.log.segment.Zeros;
import java.nio.ByteBuffer;
import java.util.List;

/// The files under a repair: what is overwritten or cut off is first kept in a file of its own, forced.
final class RepairFiles {
    private static final int COPY_BYTES = 64 << 10;

    private final Disk disk;
    private final long segmentBytes;
    private final long now;

    /// @param now ms, for the names of what is kept aside
    RepairFiles(Disk disk, long segmentBytes, long now) {
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.now = now;
    }

    Disk disk() {
        return disk;
    }

    long segmentBytes() {
        return segmentBytes;
    }

    static String ending(long now) {
        return ".dropped-" + now;
    }

    /// The file of the segment in which a position lies.
    DiskFile open(long position) {
        return disk.open(Segments.name(position - position % segmentBytes));
    }

    int offset(long position) {
        return (int) (position % segmentBytes);
    }

    /// Copies bytes of one segment file to a file of their own, as far as the segment has them.
    void keepAside(long position, long bytes) {
        keepAside(position, offset(position), bytes, Segments.digits(position) + ending(now));
    }

    /// Copies what a segment file has beyond its size.
    void keepTailAside(long base, long fileBytes) {
        keepAside(base, segmentBytes, fileBytes - segmentBytes, Segments.digits(base) + ".tail" + ending(now));
    }

    private void keepAside(long position, long offset, long bytes, String name) {
        String unfinished = name + Segments.UNFINISHED;
        if (disk.list().contains(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile from = open(position); DiskFile to = disk.create(unfinished)) {
            long end = Math.min(offset + bytes, from.size());
            for (long at = offset; at < end; ) {
                ByteBuffer piece = ByteBuffer.allocate((int) Math.min(COPY_BYTES, end - at));
                from.readFully(piece, at);
                to.write(piece.flip(), at - offset);
                at += piece.limit();
            }
            to.force();
        }
        disk.rename(unfinished, name);
        disk.syncDirectory();
    }

    /// Moves a whole file aside.
    void moveAside(String name) {
        disk.rename(name, name + ending(now));
        disk.syncDirectory();
    }

    void overwriteWithZeros(DiskFile file, long offset, long bytes) {
        for (long done = 0; done < bytes; ) {
            ByteBuffer zeros = Zeros.block((int) Math.min(bytes - done, COPY_BYTES));
            int size = zeros.remaining();
            file.write(zeros, offset + done);
            done += size;
        }
    }

    /// Positions of the segments that lie behind the one with this position.
    List<Long> segmentsBehind(long position) {
        return disk.list().stream().filter(Segments::isSegment).map(Segments::base)
                .filter(base -> base > position).toList();
    }
}
