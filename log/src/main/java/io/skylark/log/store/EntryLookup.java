package io.skylark.log.store;

import io.skylark.log.EntryView;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameReader;
import io.skylark.log.segment.LogScanner;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.Segments;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds single entries by their position. Shared: keeps nothing between calls.
final class EntryLookup {
    private final Segments segments;

    EntryLookup(Segments segments) {
        this.segments = segments;
    }

    Optional<StoredEntry> find(long position) {
        long frame = position - FrameLayout.HEADER_BYTES;
        Segment segment = frame < 0 ? null : segments.find(frame);
        if (segment == null) {
            return Optional.empty();
        }
        ByteBuffer source = segment.buffer().duplicate();
        int at = segment.offsetOf(frame);
        if (new FrameReader().fault(source, at, frame) != null) {
            return Optional.empty();
        }
        EntryView view = new EntryView();
        FrameReader.read(source, at, frame, view);
        return Optional.of(new StoredEntry(view.typeCode(), view.time(), view.position(), view.body()));
    }

    void forEach(Consumer<EntryView> walker) {
        new LogScanner(segments, segments.firstPosition()).scan(walker);
    }
}
