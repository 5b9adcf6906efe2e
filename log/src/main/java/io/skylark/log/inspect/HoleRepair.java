package io.skylark.log.inspect;

import io.skylark.log.EntryView;
import io.skylark.log.sealed.SealedIndex;
import io.skylark.log.segment.Chain;
import io.skylark.log.segment.FlippedBit;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameReader;
import io.skylark.log.segment.LostFrame;
import io.skylark.log.segment.Zeros;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans what becomes of a hole: entries with one wrong bit are restored, padding is made again, and the rest is given
/// up in place, segment by segment.
final class HoleRepair {
    /// How many offsets all queues may go on later because of one hole. Each consumer may get so many messages of each
    /// queue again.
    static final int MAX_ANYWHERE = 1024;

    private final StoreView store;
    private final QueueNames names;
    private final DerivedFiles derived;
    private final LostQueues lostQueues;
    private final FrameReader reader = new FrameReader();
    private final EntryView view = new EntryView();

    /// @param to where the log goes on
    /// @param cutAt where it has to end instead, or -1
    record Outcome(List<RepairStep> steps, long to, long cutAt, Optional<String> refusal) {}

    /// @param to end of what could be restored
    record Restored(List<RepairStep> steps, long to, Chain chain) {}

    HoleRepair(StoreView store, Verification checked, LostQueues lostQueues) {
        this.store = store;
        this.names = checked.names();
        this.derived = checked.derived();
        this.lostQueues = lostQueues;
    }

    Outcome plan(Hole hole) {
        Chain chain = new Chain(hole.from());
        if (hole.open()) {
            return giveUp(hole, new Restored(List.of(), hole.from(), chain));
        }
        chain.follow(hole.lastIndex(), hole.lastTerm());
        return giveUp(hole, hole.rolled()
                ? pad(hole.from(), chain)
                : restore(hole.from(), Math.min(hole.to(), segmentEnd(hole.from())), hole.lostTo(), chain));
    }

    /// Plans what becomes of an end that is damaged. It is given up in place as well: when it was cut, new messages
    /// would get the offsets of lost ones, and whoever had read those would skip them.
    Outcome planEnd(LogEnd end) {
        Chain chain = new Chain(0);
        chain.follow(end.lastIndex(), end.lastTerm());
        Restored restored = end.rolled()
                ? pad(end.position(), chain)
                : restore(end.position(), Math.min(segmentEnd(end.position()), end.dirtyEnd()), Long.MAX_VALUE, chain);
        if (restored.to() >= end.dirtyEnd()) {
            return new Outcome(restored.steps(), restored.to(), -1, Optional.empty());
        }
        long to = frameEnd(restored.to(), end.dirtyEnd());
        // More than there can have been, so that no index comes twice.
        long lostTo = chain.lastIndex() + (to - restored.to()) / FrameLayout.HEADER_BYTES;
        Hole hole = new Hole(restored.to(), to, end.fault(), chain.lastIndex(), chain.lastTerm(), end.lastTime(),
                lostTo, false, true);
        return giveUp(hole, restored);
    }

    private long segmentEnd(long position) {
        return store.baseOf(position) + store.segmentBytes();
    }

    /// Behind an entry that ended its segment there was nothing but padding.
    private Restored pad(long from, Chain chain) {
        long to = segmentEnd(from);
        RepairStep padding = new RepairStep.RestorePadding(
                from, (int) (to - from), chain.lastIndex(), chain.lastTerm());
        return new Restored(List.of(padding), to, chain);
    }

    /// Where a frame over damaged bytes may end.
    private long frameEnd(long from, long dirtyEnd) {
        long aligned = (dirtyEnd + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        long to = Math.max(aligned, from + FrameLayout.HEADER_BYTES);
        long base = store.baseOf(to);
        boolean roomBehind = store.segmentBytes() - (to - base) >= FrameLayout.HEADER_BYTES;
        return to == base || roomBehind ? to : base + store.segmentBytes();
    }

    /// Gives up what was not restored, segment by segment.
    private Outcome giveUp(Hole hole, Restored restored) {
        Chain chain = restored.chain();
        List<RepairStep> steps = new ArrayList<>(restored.steps());
        long anywhere = 0;
        for (long from = restored.to(); from < hole.to(); from = segmentEnd(from)) {
            long to = Math.min(hole.to(), segmentEnd(from));
            if (store.size(store.baseOf(from)).isEmpty()) {
                steps.add(new RepairStep.MakeSegment(store.baseOf(from), store.segmentBytes()));
            }
            long entries = hole.open() ? 0 : hole.lostTo() - chain.lastIndex();
            if (entries == 0 && !hole.open() && to == segmentEnd(from) && from == restored.to()) {
                steps.add(new RepairStep.RestorePadding(
                        from, (int) (to - from), chain.lastIndex(), chain.lastTerm()));
                continue;
            }
            RepairStep.GiveUp step = giveUp(hole, from, to, entries);
            anywhere += step.frame().anywhere();
            if (anywhere > MAX_ANYWHERE && lostQueues == LostQueues.REFUSE) {
                return new Outcome(List.of(), -1, -1, Optional.of(refusal(hole)));
            }
            if (anywhere > MAX_ANYWHERE && lostQueues == LostQueues.CUT) {
                return new Outcome(restored.steps(), -1, restored.to(), Optional.empty());
            }
            steps.add(anywhere > MAX_ANYWHERE
                    ? with(step, new LostFrame(0, step.frame().queues()), false)
                    : withNames(step, hole.to()));
            chain.follow(hole.lostTo(), hole.lastTerm());
        }
        return new Outcome(steps, hole.to(), -1, Optional.empty());
    }

    private static String refusal(Hole hole) {
        return "the damage of " + hole.bytes() + " bytes at position " + hole.from() + " may have held more than "
                + MAX_ANYWHERE + " messages of queues that nobody can name, too many to let all queues go on that"
                + " much later";
    }

    private RepairStep.GiveUp giveUp(Hole hole, long from, long to, long entries) {
        long base = store.baseOf(from);
        ByteBuffer source = store.bytes(base);
        int offset = (int) (from - base);
        int end = Math.min(source.limit(), offset + (int) (to - from));
        boolean empty = end <= offset || Zeros.dirtyEnd(source, offset, end) == offset;
        SealedIndex index = derived.index(base);
        LostFrame frame = index != null
                ? listed(index, offset, offset + (int) (to - from))
                : new LostBytes(names).read(
                        source, offset, Math.max(offset, end), to - from - Math.max(0, end - offset), entries);
        return new RepairStep.GiveUp(from, (int) (to - from), frame, hole.lostTo(), hole.lastTerm(), hole.lastTime(),
                entries, frame.anywhere() > 0, empty);
    }

    /// The messages that the index of a sealed segment lists in a range: exactly what was there.
    private static LostFrame listed(SealedIndex index, int from, int to) {
        List<LostFrame.LostMessages> lost = new ArrayList<>();
        for (int slot = 0; slot < index.queues(); slot++) {
            int messages = 0;
            int first = index.firstEntry(slot);
            for (int entry = first; entry < first + index.count(slot); entry++) {
                messages += index.place(entry) >= from && index.place(entry) < to ? 1 : 0;
            }
            if (messages > 0) {
                lost.add(new LostFrame.LostMessages(
                        index.topicName(index.topicOf(slot)), index.queueId(slot), messages));
            }
        }
        return new LostFrame(0, lost);
    }

    /// Names the queues that go on later one by one, when there is room: all of them, or those that begin behind the
    /// hole and may have begun in it. What is named can be entered into an index without the rest of the log.
    private RepairStep.GiveUp withNames(RepairStep.GiveUp step, long to) {
        int anywhere = step.frame().anywhere();
        if (anywhere == 0) {
            return step;
        }
        Map<String, LostFrame.LostMessages> all = new TreeMap<>();
        QueueNames.Visitor add = (topic, queueId) ->
                all.put(topic + " " + queueId, new LostFrame.LostMessages(topic, queueId, anywhere));
        names.startingFrom(to, add);
        LostFrame later = step.frame().with(List.copyOf(all.values()));
        derived.queues(add);
        names.startingFrom(0, add);
        for (LostFrame.LostMessages known : step.frame().queues()) {
            all.put(known.topic() + " " + known.queueId(), new LostFrame.LostMessages(
                    known.topic(), known.queueId(), known.messages() + anywhere));
        }
        LostFrame named = new LostFrame(0, List.copyOf(all.values()));
        LostFrame chosen = named.fits(step.bytes()) ? named : later.fits(step.bytes()) ? later : step.frame();
        return with(step, chosen, true);
    }

    private static RepairStep.GiveUp with(RepairStep.GiveUp step, LostFrame frame, boolean guessed) {
        return new RepairStep.GiveUp(step.position(), step.bytes(), frame, step.index(), step.term(), step.time(),
                step.entries(), guessed, step.empty());
    }

    private Restored restore(long from, long to, long lastIndex, Chain chain) {
        List<RepairStep> steps = new ArrayList<>();
        ByteBuffer source = store.bytes(store.baseOf(from));
        long at = from;
        while (at < to && chain.lastIndex() < lastIndex) {
            ByteBuffer frame = restoreOne(source, at, to, lastIndex - chain.lastIndex() == 1, chain);
            if (frame == null) {
                break;
            }
            chain.follow(view);
            steps.add(new RepairStep.RestoreFrame(at, frame.array(), view.index()));
            at += frame.limit();
        }
        return new Restored(steps, at, chain);
    }

    /// The frame as it was, or null. Its size is taken from its header; when the header is what is wrong, the last
    /// entry of a hole takes the rest of it.
    private @Nullable ByteBuffer restoreOne(ByteBuffer source, long position, long to, boolean last, Chain chain) {
        int at = (int) (position - store.baseOf(position));
        int end = (int) Math.min(source.limit(), to - store.baseOf(position));
        if (end - at < FrameLayout.HEADER_BYTES) {
            return null;
        }
        int next = FrameReader.next(source, at);
        boolean plausible = next >= at + FrameLayout.HEADER_BYTES && next <= end;
        ByteBuffer frame = plausible ? restoreOne(source.slice(at, next - at), position, chain) : null;
        return frame == null && last && next != end
                ? restoreOne(source.slice(at, end - at), position, chain)
                : frame;
    }

    private @Nullable ByteBuffer restoreOne(ByteBuffer damaged, long position, Chain chain) {
        ByteBuffer frame = FlippedBit.restore(damaged, position);
        if (frame == null || reader.fault(frame, 0, position) != null) {
            return null;
        }
        frame.clear();
        int next = FrameReader.read(frame, 0, position, view);
        return next == frame.limit() && chain.fault(view) == null && EntryFault.of(view) == null ? frame : null;
    }
}
