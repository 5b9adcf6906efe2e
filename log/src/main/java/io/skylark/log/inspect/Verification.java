package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.LostFrame;
import io.skylark.log.segment.Segments;
import io.skylark.log.segment.StoreMeta;
import io.skylark.log.snapshot.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Checks everything in a store: the small files, every frame of every segment, the chain of entries, the messages in
/// them, and the end of the log. Used once.
public final class Verification implements LogWalk.Visitor {
    private static final long PROGRESS_BYTES = 16 << 20;

    private final StoreView store;
    private final Progress progress;
    private final DerivedFiles derived;
    private final Tally tally = new Tally();
    private final Map<Long, Findings> segments = new TreeMap<>();
    private final List<Hole> holes = new ArrayList<>();
    private final Set<Long> lostAnywhere = new TreeSet<>();
    private long reported;

    /// What was found so far in one file.
    private static final class Findings {
        private final String name;
        private final List<Problem> problems = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private long entries;
        private long messages;

        private Findings(String name) {
            this.name = name;
        }

        private FileReport report() {
            return new FileReport(name, entries, messages, problems, notes);
        }
    }

    public Verification(StoreView store, Progress progress) {
        this.store = store;
        this.progress = progress;
        this.derived = new DerivedFiles(store);
    }

    public StoreReport run() {
        List<FileReport> files = new ArrayList<>();
        files.add(smallFile(StoreMeta.FILE, store.metaFault()));
        files.add(smallFile(DurableMark.FILE, store.markFault()));
        store.bases().forEach(this::checkSize);
        LogEnd end = new LogWalk(store, store.first()).walk(this);
        if (end.kind() == LogEnd.Kind.DAMAGED) {
            segment(end.position()).problems.add(new Problem(end.position(),
                    end.fault() + "; nothing whole lies behind it"));
        }
        for (long base : store.missing()) {
            if (segment(base).problems.isEmpty() && end.dirtyEnd() <= base) {
                segment(base).problems.add(new Problem(base, "the segment is missing, though nothing was in it yet"));
            }
        }
        lostAnywhere.forEach(this::checkLostAnywhere);
        List<FileReport> others = new DerivedCheck(store, derived, end, this::isWholeSegment).run();
        segments.values().forEach(found -> files.add(found.report()));
        files.addAll(others);
        files.addAll(otherFiles());
        return new StoreReport(store.folder(), store.meta(), store.mark(), store.user(), files, holes, end,
                tally.totals());
    }

    private boolean isWholeSegment(long base) {
        Findings found = segments.get(base);
        return found != null && found.problems.isEmpty();
    }

    /// Such a frame means something for queues that do not occur in its segment, so an index cannot be made from that
    /// alone.
    private void checkLostAnywhere(long base) {
        boolean needed = derived.snapshots().values().stream().anyMatch(s -> s.point().tailPosition() > base);
        if (needed && derived.index(base) == null) {
            segment(base).problems.add(new Problem(base, "a repair gave up messages of unknown queues in it, and the"
                    + " index that says what that meant is gone"));
        }
    }

    DerivedFiles derived() {
        return derived;
    }

    /// Segments in which an earlier repair gave up messages of unknown queues.
    Set<Long> lostAnywhere() {
        return lostAnywhere;
    }

    /// The queues of the whole messages, after [#run()].
    QueueNames names() {
        return tally.names();
    }

    private FileReport smallFile(String name, @Nullable String fault) {
        boolean missingInEmpty = !store.names().contains(name) && store.bases().isEmpty();
        List<Problem> problems = fault == null || missingInEmpty ? List.of() : List.of(new Problem(0, fault));
        return new FileReport(name, 0, 0, problems, List.of());
    }

    private void checkSize(long base) {
        long size = store.size(base).orElse(store.segmentBytes());
        Findings found = segment(base);
        if (size != store.segmentBytes()) {
            found.problems.add(new Problem(base, "it has " + size + " bytes instead of " + store.segmentBytes()));
        }
    }

    private Findings segment(long position) {
        return segments.computeIfAbsent(store.baseOf(position), base -> new Findings(Segments.name(base)));
    }

    @Override
    public boolean frame(EntryView entry, long frame, int frameBytes) {
        int messages = tally.add(entry, frameBytes);
        Findings found = segment(frame);
        found.messages += messages;
        found.entries += entry.typeCode() == EntryType.PADDING.code() ? 0 : 1;
        if (entry.typeCode() == EntryType.LOST.code()) {
            found.notes.add("a repair gave up " + frameBytes + " bytes at position " + frame);
            if (LostFrame.read(entry.body()).anywhere() > 0) {
                lostAnywhere.add(store.baseOf(frame));
            }
        }
        report(frame + frameBytes);
        return true;
    }

    private void report(long position) {
        if (position - store.first() - reported >= PROGRESS_BYTES) {
            reported = position - store.first();
            progress.reached(reported, store.end() - store.first());
        }
    }

    @Override
    public boolean hole(Hole hole) {
        tally.skip(hole);
        if (wasExpired(hole)) {
            segment(hole.from()).notes.add("it expired while it was read");
            return true;
        }
        holes.add(hole);
        segment(hole.from()).problems.add(new Problem(hole.from(), hole.fault() + "; " + hole.bytes() + " bytes with "
                + hole.entriesInWords() + " are lost up to position " + hole.to()));
        long second = store.baseOf(hole.from()) + store.segmentBytes();
        for (long base = second; base < hole.to(); base += store.segmentBytes()) {
            segment(base).problems.add(new Problem(base, "lost up to position " + Math.min(hole.to(),
                    base + store.segmentBytes()) + ", as what lies before it"));
        }
        return true;
    }

    /// A running broker removes old segments under the reader.
    private boolean wasExpired(Hole hole) {
        if (!store.bases().contains(store.baseOf(hole.from()))) {
            return false;
        }
        return store.disk().list().stream().filter(Segments::isSegment).map(Segments::base)
                .allMatch(base -> base > store.baseOf(hole.from()) && base >= store.baseOf(hole.to()));
    }

    /// What lies in the folder beside the log and what is derived from it.
    private List<FileReport> otherFiles() {
        List<FileReport> reports = new ArrayList<>();
        for (String name : store.names()) {
            if (name.endsWith(Segments.UNFINISHED)) {
                reports.add(new FileReport(name, 0, 0, List.of(), List.of("left over; the next start deletes it")));
            } else if (Segments.isSegment(name)) {
                if (!store.bases().contains(Segments.base(name))) {
                    reports.add(new FileReport(name, 0, 0, List.of(new Problem(Segments.base(name),
                            "its name is no multiple of the segment size " + store.segmentBytes())), List.of()));
                }
            } else if (!isKnown(name)) {
                reports.add(new FileReport(name, 0, 0, List.of(), List.of("not a file of the store")));
            }
        }
        return reports;
    }

    private static boolean isKnown(String name) {
        return name.equals(StoreMeta.FILE) || name.equals(DurableMark.FILE) || name.equals(StoreView.LOCK_FILE)
                || SealedIndex.isIndex(name) || Snapshots.isSnapshot(name)
                || name.matches("timers-\\d{20}\\.run") // a table of the broker keeps them here
                || name.matches("\\d{20}(\\.log|\\.tail|\\.index|\\.snapshot)?\\.(torn|dropped)-\\d+");
    }
}
