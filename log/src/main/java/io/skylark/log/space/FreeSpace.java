package io.skylark.log.space;

import io.skylark.log.DiskReserve;
import io.skylark.log.EntryType;
import io.skylark.log.LogRefusal;
import io.skylark.log.disk.Disk;
import io.skylark.log.disk.DiskException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the file system of a log has room, and what is refused when it has not.
///
/// | free | refused |
/// |---|---|
/// | at least the reserve | nothing |
/// | less | messages; changes of tables go on, so that consumers can say how far they are |
/// | less than half of it, or the disk has refused a write | everything |
///
/// What is refused comes back by itself, at a little more than it went ([#BACK_SHARE]), so that it does not flicker. One
/// log line says each change.
///
/// Shared: [#refusal] is one volatile read; the rest is guarded by the monitor of this object, and nobody asks the disk
/// while holding it.
public final class FreeSpace {
    /// What was refused comes back with this part of the limit on top.
    private static final int BACK_SHARE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private enum Refused { NOTHING, MESSAGES, EVERYTHING }

    /// @param answer ready, because many ask
    private record Shortage(Refused refused, LogRefusal answer) {}

    private final Disk disk;
    private volatile DiskReserve reserve;
    private volatile @Nullable Shortage shortage;
    private volatile long limitBytes;
    private @Nullable String refusedWrite;
    private boolean unreadable;
    private boolean ended;

    public FreeSpace(Disk disk, DiskReserve reserve) {
        this.disk = disk;
        this.reserve = reserve;
    }

    /// The next look goes by another reserve.
    public void change(DiskReserve other) {
        reserve = other;
    }

    /// Why an entry of this type is not accepted; null when it is.
    public @Nullable LogRefusal refusal(EntryType type) {
        Shortage now = shortage;
        if (now == null || (now.refused == Refused.MESSAGES && !type.message())) {
            return null;
        }
        return now.answer;
    }

    /// What must stay free, as of the last look.
    public long limitBytes() {
        return limitBytes;
    }

    /// Looks at the file system.
    ///
    /// @return true when nothing is refused
    public boolean check() {
        long usable;
        long total;
        try {
            usable = disk.usableBytes();
            total = disk.totalBytes();
        } catch (DiskException unknown) {
            return keep(unknown);
        }
        return judge(usable, total);
    }

    /// The disk has refused a write for want of room: nothing is accepted until [#writeAccepted()].
    public void writeRefused(DiskException why) {
        synchronized (this) {
            refusedWrite = why.getMessage();
        }
        check();
    }

    /// The disk has taken what it had refused.
    public void writeAccepted() {
        synchronized (this) {
            refusedWrite = null;
        }
        check();
    }

    /// The log has ended, and says itself why it accepts nothing.
    public synchronized void end() {
        ended = true;
        shortage = null;
    }

    /// Nobody knows how much there is: what was decided before stays, except that a refused write counts.
    private synchronized boolean keep(DiskException unknown) {
        if (!unreadable) {
            unreadable = true;
            LOG.warn("{}; until it can be read, only a refused write shows that the disk is full", unknown.getMessage());
        }
        if (refusedWrite != null) {
            change(Refused.EVERYTHING, refusedWrite, "");
        }
        return shortage == null;
    }

    private synchronized boolean judge(long usable, long total) {
        unreadable = false;
        DiskReserve wanted = reserve;
        long limit = wanted.limitBytes(total);
        limitBytes = limit;
        Refused before = before();
        boolean belowHalf = usable < limit(limit / 2, before == Refused.EVERYTHING);
        boolean below = usable < limit(limit, before != Refused.NOTHING);
        if (before == Refused.NOTHING && !below && !belowHalf && refusedWrite == null) {
            return true; // nearly always: nothing to say, and no text to make
        }
        String free = disk.folder() + " has " + text(usable) + " free of " + text(total);
        String reserved = text(limit) + " (diskFreeReserveBytes=" + text(wanted.bytes())
                + ", diskFreeReserveRatio=" + wanted.percent() + "%)";
        if (refusedWrite != null) {
            change(Refused.EVERYTHING, refusedWrite + "; " + free, free);
        } else if (belowHalf) {
            change(Refused.EVERYTHING, free + ", less than half of the reserve of " + reserved, free);
        } else if (below) {
            change(Refused.MESSAGES, free + ", less than the reserve of " + reserved, free);
        } else {
            change(Refused.NOTHING, "", free);
        }
        return shortage == null;
    }

    private Refused before() {
        Shortage now = shortage;
        return now == null ? Refused.NOTHING : now.refused;
    }

    private static long limit(long bytes, boolean wasBelow) {
        return wasBelow ? bytes + bytes / BACK_SHARE : bytes;
    }

    private void change(Refused next, String why, String free) {
        if (ended) {
            return;
        }
        Refused before = before();
        shortage = next == Refused.NOTHING
                ? null
                : new Shortage(next, new LogRefusal(LogRefusal.Reason.DISK_FULL, why));
        if (next == before) {
            return;
        }
        switch (next) {
            case NOTHING -> LOG.info("the disk has room again, everything is accepted: {}", free);
            case MESSAGES -> LOG.warn("the disk is full, messages are refused and reading goes on: {}", why);
            case EVERYTHING -> LOG.warn("the disk is full, everything is refused and reading goes on: {}", why);
        }
    }

    private static String text(long bytes) {
        if (bytes < MIB) {
            return String.format(Locale.ROOT, "%.1f KB", (double) bytes / KIB);
        }
        return bytes < GIB
                ? String.format(Locale.ROOT, "%.1f MB", (double) bytes / MIB)
                : String.format(Locale.ROOT, "%.1f GB", (double) bytes / GIB);
    }
}
