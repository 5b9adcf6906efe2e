package io.skylark.log.local;

import io.skylark.log.Proposal;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Memory for a run of frames that lie one behind the other in one segment, and the proposals that wait for them.
///
/// It goes from the log-writer, which fills it and gives what is filled to the disk, to the log-applier, which applies what
/// is committed so far, and back. Both may be at work in it at the same time. Each has a view of its own, because buffers
/// carry a position.
final class Round {
    private static final VarHandle ENCODED = encodedHandle();
    private static final int FIRST_PROPOSALS = 64;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int standardBytes;
    private ByteBuffer standard = NOTHING;
    private @Nullable Arena large;

    private long position;
    private ByteBuffer filling = NOTHING;
    private ByteBuffer writing = NOTHING;
    private ByteBuffer applying = NOTHING;
    private @Nullable Proposal[] proposals = new Proposal[FIRST_PROPOSALS];
    private int count;
    private int padding;
    private int filled;
    private volatile int encoded;

    Round(int standardBytes) {
        this.standardBytes = standardBytes;
    }

    /// Makes the round ready for frames from `position` on, the first of which has `frameBytes`. Writer.
    void open(long position, int frameBytes) {
        ByteBuffer memory = memory(frameBytes).clear();
        this.position = position;
        filling = memory;
        writing = memory.duplicate();
        applying = memory.duplicate();
        count = 0;
        padding = 0;
        filled = 0;
        encoded = 0;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed when the round is cleared
    private ByteBuffer memory(int frameBytes) {
        if (frameBytes > standardBytes) {
            large = Arena.ofShared();
            return large.allocate(frameBytes, Long.BYTES).asByteBuffer();
        }
        if (standard.capacity() == 0) {
            standard = ByteBuffer.allocateDirect(standardBytes);
        }
        return standard;
    }

    /// Position of the first byte in the log.
    long position() {
        return position;
    }

    /// The writer's view.
    ByteBuffer filling() {
        return filling;
    }

    boolean hasRoomFor(int frameBytes) {
        return filled + frameBytes <= filling.capacity();
    }

    /// Where the next frame is made in [#filling()]. Writer.
    int filled() {
        return filled;
    }

    /// Publishes a frame that was made at [#filled()]. Writer.
    void add(int frameBytes, Proposal proposal) {
        if (count == proposals.length) {
            proposals = Arrays.copyOf(proposals, 2 * count);
        }
        proposals[count++] = proposal;
        publish(frameBytes);
    }

    /// Publishes the header of a padding frame that was made at [#filled()], and ends the round. Writer.
    void addPadding(int headerBytes, int bodyBytes) {
        padding = bodyBytes;
        publish(headerBytes);
    }

    private void publish(int bytes) {
        filled += bytes;
        ENCODED.setRelease(this, filled);
    }

    /// Bytes that are filled.
    int encoded() {
        return encoded;
    }

    /// Position behind everything, padding included.
    long end() {
        return position + encoded + padding;
    }

    /// The view for the disk, from one byte of the round to another. Writer.
    ByteBuffer writing(int from, int to) {
        return writing.limit(to).position(from);
    }

    /// The applier's view.
    ByteBuffer applying() {
        return applying;
    }

    /// The proposal of the entry with this ordinal in the round, counted without padding. Applier.
    Proposal proposal(int ordinal) {
        Proposal proposal = proposals[ordinal];
        if (proposal == null) {
            throw new IllegalStateException("entry " + ordinal + " of the round at " + position + " has no proposal");
        }
        return proposal;
    }

    /// How many proposals are waiting. Applier, when the round gets no more, or the writer has ended.
    int proposals() {
        return count;
    }

    /// Forgets the proposals and gives back what a large entry took. Applier.
    void clear() {
        Arrays.fill(proposals, 0, count, null);
        if (large != null) {
            large.close();
            large = null;
            filling = NOTHING;
            writing = NOTHING;
            applying = NOTHING;
        }
    }

    private static VarHandle encodedHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Round.class, "encoded", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
