package io.skylark.log.inspect;

/// Damage with whole frames behind it.
///
/// @param from position of the first frame that is not whole
/// @param to position of the next whole frame that can come later
/// @param fault what is wrong at `from`
/// @param lastIndex index of the entry before, 0 when there is none
/// @param lastTerm term of the entry before
/// @param lastTime time of the entry before, ms
/// @param lostTo index of the last entry that is gone; `lastIndex` when none is
/// @param rolled the entry before ended its segment, so that padding belongs here
/// @param open true when nobody knows how many entries are gone, because the log begins or ends with the hole
public record Hole(
        long from, long to, String fault, long lastIndex, long lastTerm, long lastTime, long lostTo, boolean rolled,
        boolean open) {

    public long bytes() {
        return to - from;
    }

    /// How many entries are gone; 0 when nobody knows.
    public long entries() {
        return open ? 0 : lostTo - lastIndex;
    }

    String entriesInWords() {
        return open ? "an unknown number of entries" : inWords(entries());
    }

    static String inWords(long entries) {
        return entries == 0 ? "no entry" : entries == 1 ? "1 entry" : entries + " entries";
    }
}
