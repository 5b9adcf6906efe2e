package io.skylark.log.store;

import io.skylark.log.EntryView;
import io.skylark.log.ExpiringSegment;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.segment.LogScanner;
import io.skylark.log.segment.Segments;
import java.util.function.Consumer;

/// The entries of one segment, read from its file.
record SegmentWalk(Segments segments, long from) implements ExpiringSegment {
    @Override
    public long to() {
        return from + segments.segmentBytes();
    }

    @Override
    public void forEach(Consumer<EntryView> entries) {
        LogScanner.End end = new LogScanner(segments, from).scanOne(entries);
        if (end.fault() != null) {
            throw new CorruptLogException(segments.disk().folder() + "/" + Segments.name(from), end.position(),
                    end.fault() + "; the segment stays until it is repaired, because it may hold messages that wait");
        }
    }
}
