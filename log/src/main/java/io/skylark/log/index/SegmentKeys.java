package io.skylark.log.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// The keys of the messages of one segment that is not sealed: a hash table with chains, each going from newer to older.
///
/// An entry is 12 bytes: key hash, place in the segment, the entry before it in the chain. Entry numbers start at 1.
///
/// Shared: the log-applier adds, any thread looks up without a lock. An entry is written before its slot points to it.
final class SegmentKeys {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int ENTRY_INTS = 3;
    private static final int CHUNK_ENTRIES = 1024;

    /// One slot for so many bytes of the segment: about one for two messages of usual size.
    private static final int BYTES_PER_SLOT = 1024;

    private static final int MIN_SLOTS = 16;
    private static final int HASH_MIX = 0x9E37_79B9;

    private final int[] slots;
    private final int shift;
    private volatile int[][] chunks = {};
    private int count;

    SegmentKeys(long segmentBytes) {
        int wanted = (int) Math.max(MIN_SLOTS, segmentBytes / BYTES_PER_SLOT);
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(wanted - 1);
        slots = new int[1 << bits];
        shift = Integer.SIZE - bits;
    }

    /// Log-applier.
    void add(int hash, int place) {
        int entry = count;
        if (entry == chunks.length * CHUNK_ENTRIES) {
            int[][] more = Arrays.copyOf(chunks, chunks.length + 1);
            more[chunks.length] = new int[ENTRY_INTS * CHUNK_ENTRIES];
            chunks = more;
        }
        int slot = slot(hash);
        int[] chunk = chunks[entry / CHUNK_ENTRIES];
        int at = entry % CHUNK_ENTRIES * ENTRY_INTS;
        chunk[at] = hash;
        chunk[at + 1] = place;
        chunk[at + 2] = slots[slot];
        count = entry + 1;
        SLOT.setRelease(slots, slot, count);
    }

    /// Hands out the places of messages that may have the key, newest first, until the visitor has enough.
    ///
    /// @return false when the visitor has enough
    boolean visit(int hash, IntPredicate wantsMore) {
        int number = (int) SLOT.getAcquire(slots, slot(hash));
        while (number > 0) {
            int entry = number - 1;
            int[] chunk = chunks[entry / CHUNK_ENTRIES];
            int at = entry % CHUNK_ENTRIES * ENTRY_INTS;
            if (chunk[at] == hash && !wantsMore.test(chunk[at + 1])) {
                return false;
            }
            number = chunk[at + 2];
        }
        return true;
    }

    /// All keys as `hash << 32 | place`, sorted. Only when none are added any more.
    long[] sorted() {
        long[] all = new long[count];
        for (int entry = 0; entry < count; entry++) {
            int[] chunk = chunks[entry / CHUNK_ENTRIES];
            int at = entry % CHUNK_ENTRIES * ENTRY_INTS;
            all[entry] = (long) chunk[at] << Integer.SIZE | chunk[at + 1];
        }
        Arrays.sort(all);
        return all;
    }

    private int slot(int hash) {
        return (hash * HASH_MIX) >>> shift;
    }
}
