package io.skylark.log.segment;

/// The frame: how one entry lies in a segment. All integers are big-endian, all frames start at a multiple of 8.
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 4 | magic `SKL`, then the format version, 1 |
/// | 4 | 4 | checksum: CRC32C of everything behind it up to the next frame, xor the folded position of the frame |
/// | 8 | 4 | size of header and body; zeros follow up to the next multiple of 8 |
/// | 12 | 1 | type, see `EntryType` |
/// | 13 | 1 | flags, 0 |
/// | 14 | 2 | reserved, 0 |
/// | 16 | 8 | index, one more than that of the entry before |
/// | 24 | 8 | term, not less than that of the entry before |
/// | 32 | 8 | time, ms |
/// | 40 | n | body |
///
/// The checksum covers the header as well as the body, because a torn header is as wrong as a torn body, and it
/// depends on the place of the frame, so that bytes copied or left over from elsewhere are never taken for data.
///
/// An entry that does not fit into the rest of its segment goes to the next one. The rest is closed by a padding frame:
/// type 0, the size of the rest, index and term of the entry before, time 0, a checksum over the header alone, zeros.
/// An entry of type 4 is followed by padding wherever it is. An entry fits when it fills the rest exactly or leaves room
/// for a padding frame. So where an entry lies depends on nothing but the entries before it and the size of segments, and
/// all replicas have the same bytes.
public final class FrameLayout {
    public static final int HEADER_BYTES = 40;
    public static final int MAGIC_V1 = 0x534B4C01;

    static final int MAGIC = 0;
    static final int CHECKSUM = 4;
    static final int SIZE = 8;
    static final int TYPE = 12;
    static final int FLAGS = 13;
    static final int RESERVED = 14;
    static final int INDEX = 16;
    static final int TERM = 24;
    static final int TIME = 32;

    private static final int ALIGNMENT = 8;

    private FrameLayout() {}

    /// Bytes from the start of a frame to the start of the next.
    public static int frameBytes(int bodySize) {
        return align(HEADER_BYTES + bodySize);
    }

    /// The next multiple of 8, at which a frame may start.
    public static int align(int size) {
        return (size + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /// Whether a frame may start `rest` bytes before the end of a segment.
    public static boolean fits(int frameBytes, long rest) {
        return frameBytes == rest || frameBytes + HEADER_BYTES <= rest;
    }

    /// The part of the checksum that ties a frame to its place.
    static int fold(long position) {
        long units = position / ALIGNMENT;
        return (int) (units ^ (units >>> 32));
    }
}
