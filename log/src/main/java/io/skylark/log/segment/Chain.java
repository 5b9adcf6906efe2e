package io.skylark.log.segment;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import org.jspecify.annotations.Nullable;

/// Index and term of the entries so far. They form a chain, so that whole frames of another time are not taken for the
/// next ones. Only a [LostFrame] may leave indexes out: those of the entries it stands for.
///
/// Owned by the thread that reads the frames.
public final class Chain {
    private long lastIndex;
    private long lastTerm;
    private boolean begun;

    /// @param position where the first frame lies: only the frame at 0 is known to be the first of all
    public Chain(long position) {
        this.begun = position == 0;
    }

    /// Why a whole frame cannot be the next one, or null when it can.
    public @Nullable String fault(EntryView frame) {
        if (!begun) {
            return null;
        }
        int type = frame.typeCode();
        long expected = type == EntryType.PADDING.code() ? lastIndex : lastIndex + 1;
        boolean fits = type == EntryType.LOST.code() ? frame.index() >= lastIndex : frame.index() == expected;
        if (!fits) {
            return "index " + frame.index() + " instead of " + expected;
        }
        return frame.term() < lastTerm ? "term " + frame.term() + " behind term " + lastTerm : null;
    }

    /// Goes on behind a frame.
    public void follow(EntryView frame) {
        follow(frame.index(), frame.term());
    }

    /// Goes on behind an entry that is not there.
    public void follow(long index, long term) {
        begun = true;
        lastIndex = index;
        lastTerm = term;
    }

    /// False as long as any frame may be the next one.
    public boolean hasBegun() {
        return begun;
    }

    /// Index of the last entry, 0 when there is none.
    public long lastIndex() {
        return lastIndex;
    }

    public long lastTerm() {
        return lastTerm;
    }
}
