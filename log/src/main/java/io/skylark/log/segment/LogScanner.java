package io.skylark.log.segment;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Walks through frames from a position on, checks each, and hands out the entries. Owned by one thread.
public final class LogScanner {
    private final Segments segments;
    private final FrameReader reader = new FrameReader();
    private final EntryView view = new EntryView();
    private final Chain chain;
    private long position;
    private boolean rolled;

    /// Where a walk ended.
    ///
    /// @param position of the first byte that is no whole frame of the chain
    /// @param lastIndex index of the last entry, 0 when there is none
    /// @param fault what is there instead, or null when the segments ended
    /// @param rolled the last entry ended its segment, but no padding follows it
    public record End(
            long position, long lastIndex, long lastTerm, boolean rolled, @Nullable String fault) {}

    /// A scanner that starts at `position`, which must be that of a frame, and takes any index and term there.
    public LogScanner(Segments segments, long position) {
        this.segments = segments;
        this.position = position;
        this.chain = new Chain(position);
    }

    /// A scanner that starts behind the entry with this index and term.
    public LogScanner(Segments segments, long position, long lastIndex, long lastTerm) {
        this.segments = segments;
        this.position = position;
        this.chain = new Chain(position);
        chain.follow(lastIndex, lastTerm);
    }

    /// Walks to the first frame that is not whole, or to the end of the segments.
    ///
    /// @param entries receives every entry but padding; the view is valid during the call
    public End scan(Consumer<EntryView> entries) {
        Segment segment = segments.find(position);
        while (segment != null) {
            String fault = scan(segment, entries);
            if (fault != null) {
                return end(fault);
            }
            segment = segments.find(position);
        }
        return end(null);
    }

    /// Walks to the first frame of one segment that is not whole, or to its end: then the fault is null.
    public End scanOne(Consumer<EntryView> entries) {
        Segment segment = segments.find(position);
        String fault = segment == null ? "the segment is missing" : scan(segment, entries);
        return end(fault);
    }

    private End end(@Nullable String fault) {
        boolean unpadded = rolled && position % segments.segmentBytes() > 0;
        return new End(position, chain.lastIndex(), chain.lastTerm(), unpadded, fault);
    }

    private @Nullable String scan(Segment segment, Consumer<EntryView> entries) {
        ByteBuffer source = segment.buffer().duplicate();
        long end = segment.base() + segments.segmentBytes();
        while (position < end) {
            int at = segment.offsetOf(position);
            String fault = reader.fault(source, at, position);
            if (fault != null) {
                return fault;
            }
            int next = FrameReader.read(source, at, position, view);
            fault = chain.fault(view);
            if (fault != null) {
                return fault;
            }
            chain.follow(view);
            rolled = view.typeCode() == EntryType.ROLL.code();
            if (view.typeCode() != EntryType.PADDING.code()) {
                entries.accept(view);
            }
            position = segment.base() + next;
        }
        return null;
    }
}
