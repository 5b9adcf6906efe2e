package io.skylark.bench.load;

import io.skylark.bench.frame.FrameTemplate;

/// The requests of one connection that wait for their answers: the window. An opaque names a slot and how often the
/// slot was used before, so that a late or repeated answer is not taken for another request's. Owned by one thread.
public final class InFlight {
    public static final int MAX_WINDOW = 65_536;
    /// Opaques run from [FrameTemplate#LOWEST_OPAQUE] up by this many, all of ten digits.
    private static final int OPAQUES = 1 << 30;

    private static final long UNUSED = Long.MIN_VALUE;

    private final long[] times;
    private final int[] tags;
    private final int[] opaques;
    private final int[] free;
    private final int slots;
    private int freeCount;

    public InFlight(int window) {
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("a window is 1 to " + MAX_WINDOW + " requests, not " + window);
        }
        slots = Integer.highestOneBit(window * 2 - 1);
        times = new long[window];
        tags = new int[window];
        opaques = new int[window];
        free = new int[window];
        freeCount = window;
        for (int slot = 0; slot < window; slot++) {
            // The first use adds one round, see claim.
            opaques[slot] = FrameTemplate.LOWEST_OPAQUE + OPAQUES - slots + slot;
            free[slot] = window - 1 - slot;
            times[slot] = UNUSED;
        }
    }

    public boolean hasRoom() {
        return freeCount > 0;
    }

    public int count() {
        return free.length - freeCount;
    }

    /// Enters a request.
    ///
    /// @param time from which its latency counts
    /// @param tag what the caller wants back with the answer
    /// @return the opaque to send
    public int claim(long time, int tag) {
        if (freeCount == 0) {
            throw new IllegalStateException("the window is full");
        }
        int slot = free[--freeCount];
        int next = opaques[slot] - FrameTemplate.LOWEST_OPAQUE + slots & OPAQUES - 1;
        opaques[slot] = FrameTemplate.LOWEST_OPAQUE + next;
        times[slot] = time;
        tags[slot] = tag;
        return opaques[slot];
    }

    /// The slot of the request that `opaque` answers, or -1 when none waits for it.
    public int find(int opaque) {
        int slot = opaque - FrameTemplate.LOWEST_OPAQUE & slots - 1;
        return slot < opaques.length && opaques[slot] == opaque && times[slot] != UNUSED ? slot : -1;
    }

    public long time(int slot) {
        return times[slot];
    }

    public int tag(int slot) {
        return tags[slot];
    }

    /// Gives the slot back.
    public void release(int slot) {
        times[slot] = UNUSED;
        free[freeCount++] = slot;
    }
}
