package io.skylark.log.segment;

import io.skylark.log.EntryView;
import io.skylark.log.disk.DiskFile;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// What a start makes of the segments it finds: every entry is checked and handed on, and the end is judged.
///
/// The log ends at the first frame that is not whole. What lies there is either nothing, or what a crash tore, or damage:
/// - Nothing but zeros: the log ends here.
/// - Before the durable mark: damage, because these bytes were durable.
/// - Bytes that are not zero further behind than the window of the mark: damage, because the log never writes so far
///   ahead of what it has forced; the frame was durable when those bytes were written.
/// - Otherwise it is a torn end. Nothing in it was acknowledged. Whole frames may lie behind the torn one, because a disk
///   does not write in order; they go too. The bytes are kept aside in `<position>.torn-<time>`, then overwritten with
///   zeros, so that they never come back.
///
/// Damage is refused with its place. Runs on the starting thread.
public final class Recovery {
    private static final int COPY_BYTES = 64 << 10;

    private final Segments segments;
    private final DurableMark.Content mark;
    private final long now;

    /// What was found.
    ///
    /// @param end where the log goes on
    /// @param lastIndex index of the last entry, 0 when there is none
    /// @param rolled the last entry ended its segment, but no padding follows it: it has to come first
    /// @param tornBytes bytes that were cut off, 0 when the end was whole
    /// @param tornFile where they were kept
    public record Report(
            long first,
            long end,
            long lastIndex,
            long lastTerm,
            boolean rolled,
            long tornBytes,
            Optional<String> tornFile) {}

    /// @param now ms, for the name of what is cut off
    public Recovery(Segments segments, DurableMark.Content mark, long now) {
        this.segments = segments;
        this.mark = mark;
        this.now = now;
    }

    /// Checks everything, cuts a torn end, and makes what remains durable.
    ///
    /// @throws CorruptLogException when durable entries are damaged; `entries` has then seen only those before
    public Report run(Consumer<EntryView> entries) {
        return run(new LogScanner(segments, segments.firstPosition()), entries);
    }

    /// The same from where the scanner starts; what lies before is trusted.
    public Report run(LogScanner scanner, Consumer<EntryView> entries) {
        long first = segments.firstPosition();
        LogScanner.End end = scanner.scan(entries);
        if (end.position() < mark.position()) {
            String what = end.fault() == null ? "the segment is missing" : end.fault();
            throw corrupt(end.position(), what + ", but the log was durable up to " + mark.position());
        }
        long tornEnd = tornEnd(end);
        Optional<String> tornFile = Optional.empty();
        if (tornEnd > end.position()) {
            tornFile = Optional.of(keepAside(end.position(), tornEnd));
            overwriteWithZeros(end.position(), tornEnd);
        }
        makeDurable(Math.max(first, mark.position()), end.position());
        return new Report(
                first, end.position(), end.lastIndex(), end.lastTerm(), end.rolled(), tornEnd - end.position(),
                tornFile);
    }

    /// End of the bytes behind the log that are not zero.
    private long tornEnd(LogScanner.End end) {
        if (mark.closed() && end.position() == mark.position()) {
            return end.position();
        }
        // A frame is never larger than the window, so data that goes on beyond twice the window shows within it.
        long searchEnd = end.position() + 2 * mark.windowBytes();
        long dirtyEnd = end.position();
        for (long at = end.position(); at < searchEnd; at = segments.baseOf(at) + segments.segmentBytes()) {
            Segment segment = segments.find(at);
            if (segment == null) {
                break;
            }
            int from = segment.offsetOf(at);
            int to = (int) Math.min(segments.segmentBytes(), searchEnd - segment.base());
            int dirty = Zeros.dirtyEnd(segment.buffer(), from, to);
            dirtyEnd = dirty > from ? segment.base() + dirty : dirtyEnd;
        }
        if (dirtyEnd - end.position() > mark.windowBytes()) {
            throw corrupt(end.position(), end.fault() + ", but the log goes on behind it up to " + dirtyEnd);
        }
        return dirtyEnd;
    }

    private String keepAside(long from, long to) {
        String name = Segments.digits(from) + ".torn-" + now;
        try (DiskFile file = segments.disk().create(name)) {
            for (long at = from; at < to; ) {
                Segment segment = segment(at);
                int offset = segment.offsetOf(at);
                int size = (int) Math.min(COPY_BYTES, Math.min(to - at, segments.segmentBytes() - offset));
                file.write(segment.buffer().slice(offset, size), at - from);
                at += size;
            }
            file.force();
        }
        segments.disk().syncDirectory();
        return name;
    }

    private void overwriteWithZeros(long from, long to) {
        for (long at = from; at < to; ) {
            Segment segment = segment(at);
            int offset = segment.offsetOf(at);
            ByteBuffer zeros = Zeros.block((int) Math.min(to - at, segments.segmentBytes() - offset));
            at += zeros.remaining();
            segment.file().write(zeros, offset);
        }
    }

    /// What survived the end of the process need not be on the disk yet, and nobody may see it before it is. Forcing is
    /// not enough: when a force has failed before, the operating system has the bytes in memory and believes that they are
    /// written. So the bytes behind the mark are written again. The same holds for the names of the files.
    private void makeDurable(long from, long to) {
        byte[] copy = new byte[COPY_BYTES];
        for (long at = from; at < to; ) {
            Segment segment = segment(at);
            int offset = segment.offsetOf(at);
            int size = (int) Math.min(COPY_BYTES, Math.min(to - at, segments.segmentBytes() - offset));
            segment.buffer().get(offset, copy, 0, size);
            segment.file().write(ByteBuffer.wrap(copy, 0, size), offset);
            at += size;
        }
        for (long at = from; segments.find(at) != null; at += segments.segmentBytes()) {
            segment(at).file().force();
        }
        segments.disk().syncDirectory();
    }

    private Segment segment(long position) {
        Segment segment = segments.find(position);
        if (segment == null) {
            throw new IllegalStateException("no segment at " + position);
        }
        return segment;
    }

    private CorruptLogException corrupt(long position, String reason) {
        return new CorruptLogException(
                segments.disk().folder() + "/" + Segments.name(segments.baseOf(position)), position, reason);
    }
}
