package io.skylark.log.segment;

import io.skylark.log.disk.DiskException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes zeros a little ahead of the log, and makes the next segment before it is needed.
///
/// A force is about twice as fast when the blocks are written already, because the file system then has no metadata to
/// journal (0.14 ms instead of 0.26 ms for 4 KiB). For large rounds that gain is small, and writing everything twice
/// would halve the throughput of the disk. So zeros are written only while rounds are small, and only a few MiB ahead.
/// They are never forced here: a failed force must be seen by the one who acknowledges.
///
/// The zeros are written by a thread of its own, log-preparer. It never writes where the log-writer has written or is
/// writing: the writer says where it goes before it does, and waits while that overlaps the piece being written. Fields
/// are guarded by the monitor of this object.
public final class SegmentPreparer implements Runnable, AutoCloseable {
    static final int AHEAD_BYTES = 4 << 20;
    static final int CHUNK_BYTES = 256 << 10;
    static final int SMALL_ROUND_BYTES = 32 << 10;

    /// So many in a row show that a load is small; a single one comes up in the largest.
    static final int MIN_SMALL_ROUNDS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(SegmentPreparer.class);
    private static final int BLOCK_BYTES = 64 << 10;

    /// How long nothing is prepared after there was no room.
    private static final long PAUSE_MILLIS = 1000;

    private final Segments segments;
    private final BooleanSupplier room;
    private final long ahead;
    private long written;
    private long prepared;
    private long wanted;
    private long fillingFrom;
    private long fillingTo;
    private int smallRounds;
    private boolean closed;

    /// @param end where the log goes on
    /// @param room looks whether the file system has room for what is only wanted, not needed yet
    public SegmentPreparer(Segments segments, long end, BooleanSupplier room) {
        this.segments = segments;
        this.room = room;
        this.ahead = Math.min(AHEAD_BYTES, segments.segmentBytes());
        this.written = end;
        this.prepared = end;
        this.wanted = end + ahead;
    }

    /// Called by the log-writer before it writes.
    public synchronized void beforeWrite(long from, long to) {
        written = to;
        if (segments.find(to + ahead) == null) {
            notifyAll();
        }
        boolean interrupted = false;
        while (fillingFrom < to && from < fillingTo) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Called by the log-flusher after a force of `bytes` that somebody waits for.
    public synchronized void afterForce(long bytes) {
        smallRounds = bytes <= SMALL_ROUND_BYTES ? smallRounds + 1 : 0;
        if (smallRounds >= MIN_SMALL_ROUNDS && prepared - written < ahead - CHUNK_BYTES) {
            wanted = written + ahead;
            notifyAll();
        }
    }

    /// The loop of the log-preparer; ends when this is closed, or when the disk fails: the flusher will hear that too,
    /// and has somebody to tell. It takes nothing of what is to be left free.
    @Override
    public void run() {
        try {
            while (awaitWork()) {
                if (!prepare()) {
                    pause();
                }
            }
        } catch (DiskException e) {
            LOG.warn("cannot prepare segments ahead, going on without: {}", e.getMessage());
        } finally {
            release();
        }
    }

    /// False when there is no room.
    private boolean prepare() {
        if (!room.getAsBoolean()) {
            return false;
        }
        try {
            makeSegments(written());
            while (claim()) {
                fill();
            }
            return true;
        } catch (DiskException e) {
            if (e.kind() != DiskException.Kind.NO_SPACE) {
                throw e;
            }
            release();
            return false;
        }
    }

    private synchronized void pause() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
        try {
            for (long left = PAUSE_MILLIS; !closed && left > 0; left = millisUntil(end)) {
                wait(left);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private static long millisUntil(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private synchronized boolean awaitWork() {
        while (!closed && Math.max(prepared, written) >= wanted && segments.find(written + ahead) != null) {
            try {
                wait();
            } catch (InterruptedException e) {
                return false;
            }
        }
        return !closed;
    }

    private void makeSegments(long from) {
        for (long base = segments.baseOf(from); base <= from + ahead; base += segments.segmentBytes()) {
            segments.ensure(base);
        }
    }

    private synchronized long written() {
        return written;
    }

    /// Takes the next piece, which never crosses a segment; false when there is nothing left to do.
    private synchronized boolean claim() {
        release();
        long from = Math.max(prepared, written);
        if (closed || from >= wanted) {
            return false;
        }
        fillingFrom = from;
        fillingTo = Math.min(from + CHUNK_BYTES, segments.baseOf(from) + segments.segmentBytes());
        return true;
    }

    private void fill() {
        Segment segment = segments.ensure(fillingFrom);
        for (long at = fillingFrom; at < fillingTo; at += BLOCK_BYTES) {
            segment.file().write(Zeros.block((int) Math.min(BLOCK_BYTES, fillingTo - at)), segment.offsetOf(at));
        }
    }

    private synchronized void release() {
        prepared = Math.max(prepared, fillingTo);
        fillingFrom = 0;
        fillingTo = 0;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
