package io.skylark.log.local;

import io.skylark.log.disk.DiskException;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.Segments;
import java.time.InstantSource;

/// Makes what was written durable, and records how far. Owned by the log-flusher.
final class Forcing {
    /// How old the mark may be after a power cut.
    private static final long MARK_MILLIS = 1000;

    private final Pipeline pipeline;
    private final Segments segments;
    private final DurableMark mark;
    private final InstantSource clock;
    private final long windowBytes;
    private long markForcedAt;

    Forcing(Pipeline pipeline, Segments segments, DurableMark mark, InstantSource clock, long windowBytes) {
        this.pipeline = pipeline;
        this.segments = segments;
        this.mark = mark;
        this.clock = clock;
        this.windowBytes = windowBytes;
    }

    /// Records before the first write that the log is open, and how torn its end may become.
    void begin() {
        mark.record(new DurableMark.Content(pipeline.forced, windowBytes, false));
        forceMark();
    }

    /// Returns when everything up to `to` is durable.
    void forceUpTo(long to) {
        long from = pipeline.forced;
        for (long at = segments.baseOf(from); at < to; at += segments.segmentBytes()) {
            Segment segment = segments.find(at);
            if (segment == null) {
                throw new IllegalStateException("no segment at " + at + " to force");
            }
            segment.file().force();
        }
        pipeline.forced = to;
    }

    /// Records how far the log is durable. Not part of a commit, so it comes after the waiting ones were let go; and where
    /// the file system needs room to write the same place again, an older mark must do.
    void record() {
        try {
            mark.record(new DurableMark.Content(pipeline.forced, windowBytes, false));
        } catch (DiskException e) {
            if (e.kind() != DiskException.Kind.NO_SPACE) {
                throw e;
            }
            return;
        }
        if (Math.abs(clock.millis() - markForcedAt) >= MARK_MILLIS) {
            forceMark();
        }
    }

    /// Records that the log ends here, in order.
    void end() {
        mark.record(new DurableMark.Content(pipeline.forced, windowBytes, true));
        forceMark();
    }

    private void forceMark() {
        mark.force();
        markForcedAt = clock.millis();
    }
}
