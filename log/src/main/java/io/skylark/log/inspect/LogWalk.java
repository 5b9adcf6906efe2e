package io.skylark.log.inspect;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.segment.Chain;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameReader;
import io.skylark.log.segment.Zeros;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks through all frames of a store and beyond damage, and judges where the log ends, by the rules of a start (see
/// `Recovery`). The log may grow meanwhile: whatever lies behind the durable mark and is not whole yet is looked at
/// again.
///
/// Used once.
final class LogWalk {
    /// How often an end that moves is looked at again before it counts as growing.
    private static final int MAX_LOOKS = 8;

    private final StoreView store;
    private final Optional<DurableMark.Content> mark;
    private final FrameReader reader = new FrameReader();
    private final EntryView view = new EntryView();
    private final Chain chain;
    private long position;
    private long lastTime;
    private boolean rolled;

    /// Hears what is found, in order.
    interface Visitor {
        /// A whole frame, padding included.
        ///
        /// @param entry valid during the call
        /// @param frame position of the frame
        /// @param frameBytes from its start to that of the next
        /// @return false to end the walk
        boolean frame(EntryView entry, long frame, int frameBytes);

        /// Damage, with whole frames behind it; false ends the walk.
        boolean hole(Hole hole);
    }

    /// @param from position of a frame
    LogWalk(StoreView store, long from) {
        this.store = store;
        this.mark = store.mark();
        this.position = from;
        this.chain = new Chain(from);
    }

    /// Walks to the end, or to where the visitor has enough; that counts as a clean end.
    LogEnd walk(Visitor visitor) {
        while (position < store.end()) {
            String fault = fault(position);
            if (fault == null) {
                if (!pass(visitor)) {
                    return end(LogEnd.Kind.CLEAN, position, "not read further");
                }
                continue;
            }
            LogEnd end = judge(fault);
            if (end != null) {
                return end;
            }
            Hole hole = hole(fault);
            if (!visitor.hole(hole)) {
                return end(LogEnd.Kind.CLEAN, hole.to(), "not read further");
            }
            chain.follow(hole.lostTo(), hole.lastTerm());
            rolled = false;
            position = hole.to();
        }
        long durable = mark.map(DurableMark.Content::position).orElse(0L);
        return durable > position
                ? end(LogEnd.Kind.DAMAGED, durable, "the segment is missing, but the log was durable up to " + durable)
                : end(LogEnd.Kind.CLEAN, position, "the last segment ends");
    }

    private boolean pass(Visitor visitor) {
        ByteBuffer source = store.bytes(store.baseOf(position));
        int at = (int) (position - store.baseOf(position));
        int next = FrameReader.read(source, at, position, view);
        chain.follow(view);
        boolean padding = view.typeCode() == EntryType.PADDING.code();
        lastTime = padding ? lastTime : view.time();
        rolled = view.typeCode() == EntryType.ROLL.code();
        long frame = position;
        position += next - at;
        return visitor.frame(view, frame, next - at);
    }

    /// What is wrong with the frame at a position as the next one, or null; the view then stands on it.
    private @Nullable String fault(long at) {
        long base = store.baseOf(at);
        ByteBuffer source = store.bytes(base);
        if (source.limit() == 0) {
            return "the segment is missing";
        }
        String fault = wholeFault(source, base, at);
        return fault == null ? chain.fault(view) : fault;
    }

    private @Nullable String wholeFault(ByteBuffer source, long base, long at) {
        int offset = (int) (at - base);
        if (offset > source.limit()) {
            return "the file ends before it";
        }
        String fault = reader.fault(source, offset, at);
        if (fault != null) {
            return fault;
        }
        FrameReader.read(source, offset, at, view);
        return EntryFault.of(view);
    }

    /// Whether the log ends at the bad frame where the walk stands; null when that is damage with more behind it.
    private @Nullable LogEnd judge(String fault) {
        if (mark.isEmpty()) {
            return judgeWithoutMark(fault);
        }
        DurableMark.Content now = mark.get();
        for (int look = 0; look < MAX_LOOKS; look++) {
            DurableMark.Content before = now;
            now = store.markNow().orElse(before);
            if (position >= mark.get().position() && fault(position) == null) {
                return end(LogEnd.Kind.GROWING, position, "it grows");
            }
            if (position < now.position()) {
                return find() == null ? lostEnd(now, fault) : null;
            }
            long dirtyEnd = now.closed() && position == now.position() ? position : dirtyEnd();
            boolean moved = !now.equals(before) || !now.equals(store.markNow().orElse(now));
            if (dirtyEnd - position <= now.windowBytes()) {
                LogEnd.Kind kind = dirtyEnd == position ? LogEnd.Kind.CLEAN
                        : moved ? LogEnd.Kind.GROWING : LogEnd.Kind.TORN;
                return end(kind, dirtyEnd, fault);
            }
            if (!moved) {
                String beyond = fault + ", but the log goes on behind it up to " + dirtyEnd;
                return find() == null ? end(LogEnd.Kind.DAMAGED, dirtyEnd, beyond) : null;
            }
        }
        return end(LogEnd.Kind.GROWING, position, "it grows");
    }

    private LogEnd lostEnd(DurableMark.Content now, String fault) {
        return end(LogEnd.Kind.DAMAGED, Math.max(now.position(), dirtyEnd()),
                fault + ", but the log was durable up to " + now.position());
    }

    private @Nullable LogEnd judgeWithoutMark(String fault) {
        if (find() != null) {
            return null;
        }
        long dirtyEnd = dirtyEnd();
        long last = store.bases().isEmpty() ? 0 : store.bases().getLast();
        if (last > position && store.size(store.baseOf(position)).isEmpty()) {
            // Segments are made one after the other, when the one before is nearly full.
            return end(LogEnd.Kind.DAMAGED, Math.max(dirtyEnd, last), fault);
        }
        return end(dirtyEnd == position ? LogEnd.Kind.CLEAN : LogEnd.Kind.TORN, dirtyEnd, fault);
    }

    private LogEnd end(LogEnd.Kind kind, long dirtyEnd, String fault) {
        return new LogEnd(kind, position, chain.lastIndex(), chain.lastTerm(), lastTime, dirtyEnd,
                isUnpadded(), fault);
    }

    private Hole hole(String fault) {
        Long to = find();
        if (to == null) {
            throw new IllegalStateException("no whole frame behind " + position + " any more");
        }
        int type = view.typeCode();
        long before = type == EntryType.PADDING.code() ? view.index() : view.index() - 1;
        // Where a frame of an earlier repair begins to count is not written down; then it counts these too.
        boolean counted = type == EntryType.LOST.code() && chain.hasBegun();
        return new Hole(position, to, fault, chain.lastIndex(), chain.hasBegun() ? chain.lastTerm() : view.term(),
                lastTime, counted ? chain.lastIndex() : before, isUnpadded(), !chain.hasBegun());
    }

    private boolean isUnpadded() {
        return rolled && position > store.baseOf(position);
    }

    /// Position of the first whole frame behind the bad one that can come later in the chain, or null; the view then
    /// stands on it. A frame is bound to its place by its checksum, so that no bytes in a body pass for one.
    private @Nullable Long find() {
        long from = position + Long.BYTES;
        for (long base = store.baseOf(from); base < store.end(); base += store.segmentBytes()) {
            ByteBuffer source = store.bytes(base);
            int last = source.limit() - FrameLayout.HEADER_BYTES;
            for (int at = (int) (Math.max(from, base) - base); at <= last; at += Long.BYTES) {
                if (source.getInt(at) == FrameLayout.MAGIC_V1
                        && wholeFault(source, base, base + at) == null
                        && isLater()) {
                    return base + at;
                }
            }
        }
        return null;
    }

    private boolean isLater() {
        if (!chain.hasBegun()) {
            return true;
        }
        boolean entry = view.typeCode() != EntryType.PADDING.code() && view.typeCode() != EntryType.LOST.code();
        return view.term() >= chain.lastTerm()
                && (entry ? view.index() > chain.lastIndex() : view.index() >= chain.lastIndex());
    }

    /// End of the bytes that are not zero, from here on.
    private long dirtyEnd() {
        for (long base = store.end() - store.segmentBytes(); base + store.segmentBytes() > position;
                base -= store.segmentBytes()) {
            ByteBuffer source = store.bytes(base);
            int from = (int) Math.min(Math.max(0, position - base), source.limit());
            int dirty = Zeros.dirtyEnd(source, from, source.limit());
            if (dirty > from) {
                return base + dirty;
            }
        }
        return position;
    }
}
