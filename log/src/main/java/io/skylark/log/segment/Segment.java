package io.skylark.log.segment;

import io.skylark.log.disk.DiskFile;
import java.nio.ByteBuffer;

/// One file of the log: the bytes from position `base` on. Immutable; the bytes appear under it.
public final class Segment {
    private final String path;
    private final long base;
    private final DiskFile file;
    private final ByteBuffer buffer;

    Segment(String path, long base, DiskFile file, ByteBuffer buffer) {
        this.path = path;
        this.base = base;
        this.file = file;
        this.buffer = buffer;
    }

    /// The file with its folder, for messages to the operator.
    public String path() {
        return path;
    }

    /// Position of the first byte.
    public long base() {
        return base;
    }

    public DiskFile file() {
        return file;
    }

    /// The whole file, read-only and shared: read it with absolute methods only. Bytes behind the committed position
    /// mean nothing.
    public ByteBuffer buffer() {
        return buffer;
    }

    /// Where a position lies in the file and the buffer.
    public int offsetOf(long position) {
        return (int) (position - base);
    }
}
