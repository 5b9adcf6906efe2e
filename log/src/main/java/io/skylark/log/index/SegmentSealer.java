package io.skylark.log.index;

import io.skylark.log.sealed.DamagedIndexException;
import io.skylark.log.sealed.IndexContent;
import io.skylark.log.sealed.IndexWriter;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.segment.Segment;
import io.skylark.log.segment.Segments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the index files of complete segments, from memory or, when one is missing or damaged, from the segment itself.
///
/// Owned by the janitor (the starting thread before); a reader that meets a damaged index makes it again on its own.
public final class SegmentSealer {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentSealer.class);

    private final Segments segments;
    private final IndexedSegments indexed;
    private final Queues queues;
    private final long storeId;

    /// Segments before this were forgotten.
    private long expired;

    private record QueueName(String topic, int queueId) {}

    public SegmentSealer(Segments segments, IndexedSegments indexed, Queues queues, long storeId) {
        this.segments = segments;
        this.indexed = indexed;
        this.queues = queues;
        this.storeId = storeId;
    }

    /// Writes the index of a segment that has ended and is durable, and lets the readers use it.
    ///
    /// @throws io.skylark.log.disk.DiskException when the disk refuses; the segment then goes on as a tail
    public void seal(TailSegment tail) {
        List<TailRun> runs = tail.sortedRuns();
        IndexWriter.write(segments.disk(), tail.content(storeId, runs));
        SealedIndex index = open(tail.base());
        indexed.replace(sealed(segment(tail.base()), index));
        int number = indexed.number(tail.base());
        for (int slot = 0; slot < runs.size(); slot++) {
            runs.get(slot).queue().seal(runs.get(slot), number, slot);
        }
    }

    private SealedSegment sealed(Segment segment, SealedIndex index) {
        return new SealedSegment(segment, index, damaged -> remake(segment, damaged));
    }

    private SealedIndex open(long base) {
        return SealedIndex.open(segments.disk(), base, storeId, segments.segmentBytes());
    }

    private Segment segment(long base) {
        Segment segment = segments.find(base);
        if (segment == null) {
            throw new IllegalStateException("no segment at " + base);
        }
        return segment;
    }

    /// Opens the indexes of all segments before `tail`, and enters them into the queues, which are as they were at `tail`.
    ///
    /// @throws io.skylark.log.segment.CorruptLogException when an index is missing and its segment is damaged
    public void load(long tail) {
        long first = segments.firstPosition();
        int count = (int) ((tail - first) / segments.segmentBytes());
        SealedIndex[] loaded = new SealedIndex[count];
        // From the newest to the oldest, because one that is made again ends where those behind it begin.
        for (int i = count - 1; i >= 0; i--) {
            loaded[i] = openOrMake(first + i * segments.segmentBytes(), loaded);
        }
        for (SealedIndex index : loaded) {
            indexed.add(sealed(segment(index.base()), index));
            enter(index);
        }
        queues.topics().forEach(topic -> topic.all().forEach(queue -> queue.expire(-1)));
    }

    private SealedIndex openOrMake(long base, SealedIndex[] newer) {
        try {
            return open(base);
        } catch (DamagedIndexException damaged) {
            LOG.warn("{}; it is made again from its segment", damaged.getMessage());
            Map<QueueName, Long> ends = ends(base, newer);
            IndexRebuild rebuild = new IndexRebuild(segments, segment(base), storeId);
            rebuild.run(queues::born, run -> end(ends, run) - run.count());
            return open(base);
        }
    }

    private long end(Map<QueueName, Long> ends, IndexContent.Run run) {
        Long end = ends.get(new QueueName(run.topic(), run.queueId()));
        if (end != null) {
            return end;
        }
        LogQueue queue = queues.find(run.topic(), run.queueId());
        return queue == null ? -1 : queue.maxOffset();
    }

    /// Where queues have their first messages behind a segment.
    private Map<QueueName, Long> ends(long base, SealedIndex[] indexes) {
        Map<QueueName, Long> ends = new HashMap<>();
        for (int i = indexes.length - 1; i >= 0 && indexes[i] != null && indexes[i].base() > base; i--) {
            SealedIndex index = indexes[i];
            for (int slot = 0; slot < index.queues(); slot++) {
                int topic = index.topicOf(slot);
                String name = index.topicName(topic);
                if (index.topicBorn(topic) == queues.born(name)) {
                    ends.put(new QueueName(name, index.queueId(slot)), index.firstOffset(slot));
                }
            }
        }
        return ends;
    }

    private void enter(SealedIndex index) {
        int number = indexed.number(index.base());
        int topic = -1;
        String name = "";
        boolean alive = false;
        for (int slot = 0; slot < index.queues(); slot++) {
            if (index.topicOf(slot) != topic) {
                topic = index.topicOf(slot);
                name = index.topicName(topic);
                alive = index.topicBorn(topic) == queues.born(name);
            }
            if (alive) {
                queues.findOrMake(name, index.queueId(slot)).addSealed(index.firstOffset(slot), number, slot);
            }
        }
    }

    /// Makes the index again that a reader found damaged. Its directory is whole, and queues keep their slots.
    private SealedIndex remake(Segment segment, SealedIndex damaged) {
        LOG.warn("the index of {} is damaged; it is made again", segment.path());
        Map<QueueName, Long> firstOffsets = new HashMap<>();
        Map<String, Long> born = new HashMap<>();
        for (int slot = 0; slot < damaged.queues(); slot++) {
            int topic = damaged.topicOf(slot);
            String name = damaged.topicName(topic);
            born.put(name, damaged.topicBorn(topic));
            firstOffsets.put(new QueueName(name, damaged.queueId(slot)), damaged.firstOffset(slot));
        }
        new IndexRebuild(segments, segment, storeId).run(
                name -> born.getOrDefault(name, 0L),
                run -> firstOffsets.getOrDefault(new QueueName(run.topic(), run.queueId()), -1L));
        SealedIndex index = open(segment.base());
        index.checkAll();
        return index;
    }

    /// Forgets the oldest segment and deletes its files. It must be sealed, and snapshots must go beyond it.
    ///
    /// @throws io.skylark.log.disk.DiskException when the disk refuses: then [#deleteExpired()] has to be called again
    public void expireOldest() {
        if (!(indexed.oldest() instanceof SealedSegment oldest)) {
            throw new IllegalStateException("the oldest segment is not sealed");
        }
        SealedIndex index = oldest.directory();
        int number = indexed.number(oldest.base());
        for (int slot = 0; slot < index.queues(); slot++) {
            String name = index.topicName(index.topicOf(slot));
            LogQueue queue = queues.find(name, index.queueId(slot));
            if (queue != null) {
                queue.expire(number);
            }
        }
        indexed.dropOldest();
        expired = oldest.base() + segments.segmentBytes();
        queues.forgetRemovalsBefore(oldest.base() + segments.segmentBytes());
        deleteExpired();
    }

    /// Deletes the files of segments that were forgotten. Strictly one behind the other: a gap between segments would tell a
    /// later start that one was lost, and so would an index without its segment.
    public void deleteExpired() {
        while (segments.firstPosition() < expired) {
            String index = SealedIndex.name(segments.firstPosition());
            if (segments.disk().list().contains(index)) {
                segments.disk().delete(index);
            }
            segments.disk().syncDirectory();
            segments.dropOldest();
        }
    }
}
