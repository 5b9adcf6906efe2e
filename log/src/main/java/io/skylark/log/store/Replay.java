package io.skylark.log.store;

import io.skylark.log.EntryView;
import io.skylark.log.disk.DiskException;
import io.skylark.log.index.QueueHeads;
import io.skylark.log.index.SealedSegment;
import io.skylark.log.index.SegmentSealer;
import io.skylark.log.index.TailSegment;
import io.skylark.log.sealed.DamagedIndexException;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.segment.CorruptLogException;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.LogScanner;
import io.skylark.log.segment.Recovery;
import io.skylark.log.segment.Segments;
import io.skylark.log.snapshot.SnapshotFile;
import io.skylark.log.snapshot.SnapshotPoint;
import io.skylark.log.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a start does to have everything again that is derived from the log: the newest snapshot, the indexes of the
/// sealed segments, and the entries behind them. So its time depends on the segments that are not sealed, and on nothing
/// else, unless a snapshot or an index is missing.
///
/// Runs on the starting thread.
final class Replay {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final SnapshotPoint BEGINNING = new SnapshotPoint(0, 0, 0, 0, 0);

    private final Segments segments;
    private final MessageStore messages;
    private final SegmentSealer sealer;
    private final Snapshots snapshots;
    private final DurableMark.Content mark;
    private SnapshotPoint point = BEGINNING;
    private long entries;
    private boolean sealed;
    private final List<TailSegment> waiting = new ArrayList<>();

    Replay(
            Segments segments,
            MessageStore messages,
            SegmentSealer sealer,
            Snapshots snapshots,
            DurableMark.Content mark) {
        this.segments = segments;
        this.messages = messages;
        this.sealer = sealer;
        this.snapshots = snapshots;
        this.mark = mark;
    }

    /// @throws CorruptLogException when something is damaged that cannot be derived
    Recovery.Report run(long now) {
        refuseLostSegments();
        Optional<SnapshotFile> snapshot = snapshots.newest(segments.firstPosition());
        if (snapshot.isPresent()) {
            point = snapshot.get().point();
            refuseForeignTail(point.tailPosition());
            snapshot.get().forEach(messages::restore);
            messages.restoreNewestTime(point.lastTime());
            sealer.load(point.tailPosition());
        } else if (segments.firstPosition() > 0) {
            throw new CorruptLogException(segments.disk().folder(), segments.firstPosition(),
                    "no snapshot is whole, and the segments before this position have expired");
        }
        messages.onSegmentEnd((segment, tables) -> seal(segment));
        Recovery.Report found = new Recovery(segments, mark, now).run(scanner(), this::apply);
        if (found.end() < point.position()) {
            throw new CorruptLogException(segments.disk().folder(), found.end(),
                    "the log ends here, but a snapshot was taken at " + point.position());
        }
        messages.queues().restored();
        messages.publishNewest();
        if (sealed) {
            writeSnapshot(found);
        }
        LOG.info("{} entries from position {} to {} replayed", entries, point.tailPosition(), found.end());
        return found;
    }

    /// Expiry deletes an index before its segment.
    private void refuseLostSegments() {
        for (String name : segments.disk().list()) {
            if (SealedIndex.isIndex(name)) {
                OptionalLong base = SealedIndex.base(name);
                if (base.isPresent() && segments.find(base.getAsLong()) == null) {
                    throw new CorruptLogException(segments.disk().folder() + "/" + name, base.getAsLong(),
                            "the segment of this index is missing; if it was deleted on purpose, delete the index too");
                }
            }
        }
    }

    private void refuseForeignTail(long tail) {
        if (tail % segments.segmentBytes() != 0 || (tail > segments.firstPosition() && segments.find(tail - 1) == null)) {
            throw new CorruptLogException(segments.disk().folder(), tail,
                    "no segment ends here, where they were sealed as the snapshot of " + point.position() + " says");
        }
    }

    private LogScanner scanner() {
        long tail = Math.max(point.tailPosition(), segments.firstPosition());
        if (point.tailPosition() == point.position()) {
            return new LogScanner(segments, tail, point.lastIndex(), point.lastTerm());
        }
        SealedSegment before = messages.indexed().newestSealed();
        return before == null
                ? new LogScanner(segments, tail)
                : new LogScanner(segments, tail, before.directory().lastIndex(), before.directory().lastTerm());
    }

    private void apply(EntryView entry) {
        entries++;
        if (entry.position() - FrameLayout.HEADER_BYTES < point.position()) {
            messages.applyMessages(entry);
        } else {
            messages.apply(entry);
        }
    }

    /// Keeps memory small in a long replay. What is not known to be durable waits for the janitor.
    private void seal(TailSegment segment) {
        if (!waiting.isEmpty() || segment.endPosition() > mark.position()) {
            waiting.add(segment);
            return;
        }
        try {
            sealer.seal(segment);
            sealed = true;
        } catch (DiskException | DamagedIndexException refused) {
            LOG.warn("cannot seal the segment at {}, going on without: {}", segment.base(), refused.getMessage());
            waiting.add(segment);
        }
    }

    /// Segments that have ended and are still to be sealed, oldest first.
    List<TailSegment> waiting() {
        return waiting;
    }

    private void writeSnapshot(Recovery.Report found) {
        try {
            snapshots.write(
                    new SnapshotPoint(found.end(), messages.indexed().tailPosition(), found.lastIndex(), found.lastTerm(),
                            messages.newestTime()),
                    Janitor.with(new QueueHeads(messages.queues()), messages.snapshots()),
                    () -> {});
        } catch (DiskException refused) {
            LOG.warn("cannot write a snapshot, going on without: {}", refused.getMessage());
        }
    }
}
