package io.skylark.log.disk;

import java.nio.ByteBuffer;

/// One open file. Reads and writes give their place, so there is no cursor to share.
///
/// Every method throws [DiskException] when the file system fails. Shared: may be called from any thread, but ordering
/// writes to one place is up to the callers.
public interface DiskFile extends AutoCloseable {
    String name();

    /// Writes everything from the source's position to its limit, and moves the source there.
    void write(ByteBuffer source, long position);

    /// Reads into the target from its position on: at least one byte unless the target is full.
    ///
    /// @return bytes read, or -1 when `position` is at or behind the end
    int read(ByteBuffer target, long position);

    /// Returns when all that was written is durable. After it has thrown, nobody knows what is: the caller must not
    /// acknowledge anything written before, not even when a later call succeeds.
    void force();

    /// Cuts the file, or extends it with zeros.
    void resize(long size);

    long size();

    /// The first `size` bytes as read-only memory that shows later writes too. Valid as long as it is reachable, even
    /// after [#close()].
    ByteBuffer map(long size);

    @Override
    void close();

    /// Fills the target from `position` on, however short the single reads are.
    ///
    /// @return false when the file ends before the target is full
    default boolean readFully(ByteBuffer target, long position) {
        long at = position;
        while (target.hasRemaining()) {
            int count = read(target, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        return true;
    }
}
