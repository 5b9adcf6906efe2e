package io.skylark.log.index;

import io.skylark.log.sealed.DamagedIndexException;
import io.skylark.log.sealed.IndexWriter;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.segment.CorruptLogException;
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
        // From the newest to the oldest, because each must end where those behind it begin.
        Map<QueueName, Long> ends = new HashMap<>();
        for (int i = count - 1; i >= 0; i--) {
            loaded[i] = openOrMake(first + i * segments.segmentBytes(), ends);
            forEachRun(loaded[i], (index, slot, queue) -> ends.put(queue, index.firstOffset(slot)));
        }
        for (SealedIndex index : loaded) {
            indexed.add(sealed(segment(index.base()), index));
            enter(index);
        }
        queues.topics().forEach(topic -> topic.all().forEach(queue -> queue.expire(-1)));
    }

    private SealedIndex openOrMake(long base, Map<QueueName, Long> ends) {
        try {
            SealedIndex index = open(base);
            refuseGaps(index, ends);
            return index;
        } catch (DamagedIndexException damaged) {
            LOG.warn("{}; it is made again from its segment", damaged.getMessage());
            IndexRebuild rebuild = new IndexRebuild(segments, segment(base), storeId);
            rebuild.run(queues::born, run -> end(ends, new QueueName(run.topic(), run.queueId())) - run.count());
            return open(base);
        }
    }

    /// A reader that finds no message between two others would look for it forever.
    private void refuseGaps(SealedIndex opened, Map<QueueName, Long> ends) {
        forEachRun(opened, (index, slot, queue) -> {
            long next = index.firstOffset(slot) + index.count(slot);
            if (next != end(ends, queue)) {
                throw new DamagedIndexException(segments.disk().folder() + "/" + SealedIndex.name(index.base()),
                        queue + " ends at offset " + next + ", but goes on at " + end(ends, queue));
            }
        });
    }

    /// Where a queue goes on behind a segment.
    private long end(Map<QueueName, Long> ends, QueueName name) {
        Long end = ends.get(name);
        if (end != null) {
            return end;
        }
        LogQueue queue = queues.find(name.topic, name.queueId);
        return queue == null ? -1 : queue.maxOffset();
    }

    @FunctionalInterface
    private interface RunVisitor {
        void run(SealedIndex index, int slot, QueueName queue);
    }

    /// Those of topics that are not there any more are left out.
    private void forEachRun(SealedIndex index, RunVisitor visitor) {
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
                visitor.run(index, slot, new QueueName(name, index.queueId(slot)));
            }
        }
    }

    private void enter(SealedIndex entered) {
        int number = indexed.number(entered.base());
        forEachRun(entered, (index, slot, queue) ->
                queues.findOrMake(queue.topic, queue.queueId).addSealed(index.firstOffset(slot), number, slot));
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
        if (!index.hasDirectoryOf(damaged)) {
            throw new CorruptLogException(segment.path(), segment.base(),
                    "its index listed other queues or messages than it has; a restart uses the one that was made now");
        }
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
