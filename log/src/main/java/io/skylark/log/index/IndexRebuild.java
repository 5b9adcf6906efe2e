package io.skylark.log.index;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.sealed.IndexContent;
import io.skylark.log.sealed.IndexWriter;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.LogScanner;
import io.skylark.log.segment.LostFrame;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.Segments;
import java.util.List;
import java.util.function.ToLongFunction;

/// Makes the index of a complete segment from the segment itself: every frame is checked and every message looked at.
final class IndexRebuild {
    private final Segments segments;
    private final Segment segment;
    private final long storeId;

    IndexRebuild(Segments segments, Segment segment, long storeId) {
        this.segments = segments;
        this.segment = segment;
        this.storeId = storeId;
    }

    /// Writes the index.
    ///
    /// @param born where topics were removed: their messages before that are left out
    /// @param firstOffset the first offset of each queue in the segment; negative leaves the queue out
    void run(ToLongFunction<String> born, ToLongFunction<IndexContent.Run> firstOffset) {
        TailSegment tail = new TailSegment(segment.base(), segments.segmentBytes());
        Queues queues = new Queues(new IndexedSegments(segments.segmentBytes()), born);
        MessageIndexer indexer = new MessageIndexer(queues, tail);
        LogScanner.End end = new LogScanner(segments, segment.base()).scanOne(entry -> {
            refuseLostAnywhere(entry);
            indexer.index(entry);
        });
        if (end.fault() != null) {
            throw new CorruptLogException(segment.path(), end.position(), end.fault());
        }
        tail.end();
        List<Shifted> runs = tail.sortedRuns().stream()
                .map(run -> new Shifted(run, firstOffset.applyAsLong(run)))
                .filter(run -> run.firstOffset >= 0)
                .toList();
        IndexWriter.write(segments.disk(), tail.content(storeId, runs));
    }

    /// Such a frame means something for queues that do not occur in the segment.
    private void refuseLostAnywhere(EntryView entry) {
        if (entry.typeCode() == EntryType.LOST.code() && LostFrame.read(entry.body()).anywhere() > 0) {
            throw new CorruptLogException(segment.path(), entry.position() - FrameLayout.HEADER_BYTES,
                    "a repair gave up messages of unknown queues here, and the index that knew more is gone");
        }
    }

    /// A run that starts at another offset than 0.
    private record Shifted(TailRun run, long firstOffset) implements IndexContent.Run {
        @Override
        public String topic() {
            return run.topic();
        }

        @Override
        public long born() {
            return run.born();
        }

        @Override
        public int queueId() {
            return run.queueId();
        }

        @Override
        public int count() {
            return run.count();
        }

        @Override
        public int placeAt(int number) {
            return run.placeAt(number);
        }

        @Override
        public int sizeAt(int number) {
            return run.sizeAt(number);
        }

        @Override
        public int tagHashAt(int number) {
            return run.tagHashAt(number);
        }

        @Override
        public long minTime() {
            return run.minTime();
        }

        @Override
        public long maxTime() {
            return run.maxTime();
        }
    }
}
