package io.skylark.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/// Back pressure of one connection: it is not read while too many bytes of its requests are unanswered, or while the
/// other side does not read what it asked for.
///
/// The decision is made on the event loop alone, from counters that any thread may change. A thread that brings the
/// count down past half of the limit asks the event loop to decide again, so no re-opening is lost to a race.
final class ReadGate {
    private final Channel channel;
    private final int maxBytesInFlight;
    private final boolean waitsForReader;
    private final AtomicLong bytesInFlight = new AtomicLong();
    private final Runnable reconsider = this::reconsider;

    /// Event loop only.
    private boolean full;

    /// Event loop only.
    private boolean open = true;

    /// @param waitsForReader whether to stop reading while the channel is not writable; only one side of a connection
    ///     may do so, or two that flood each other wait for ever
    ReadGate(Channel channel, int maxBytesInFlight, boolean waitsForReader) {
        this.channel = channel;
        this.maxBytesInFlight = maxBytesInFlight;
        this.waitsForReader = waitsForReader;
    }

    /// Event loop only. Frames that are here already wait in the decoder while the gate is shut.
    boolean isOpen() {
        return open;
    }

    /// Event loop only: a request of so many bytes came in.
    void admit(int bytes) {
        if (bytesInFlight.addAndGet(bytes) > maxBytesInFlight) {
            full = true;
            apply();
        }
    }

    /// Any thread: so many bytes of requests are answered.
    void release(int bytes) {
        long now = bytesInFlight.addAndGet(-bytes);
        int half = maxBytesInFlight / 2;
        if (now <= half && now + bytes > half) {
            try {
                channel.eventLoop().execute(reconsider);
            } catch (RejectedExecutionException stopped) {
                // the event loop has ended, and the connection with it: there is nothing left to read
                return;
            }
        }
    }

    /// Event loop only.
    void writabilityChanged() {
        apply();
    }

    private void reconsider() {
        if (full && bytesInFlight.get() <= maxBytesInFlight / 2) {
            full = false;
            apply();
        }
    }

    private void apply() {
        boolean wanted = !full && (!waitsForReader || channel.isWritable());
        if (wanted == open) {
            return;
        }
        open = wanted;
        channel.config().setAutoRead(wanted);
        if (wanted) {
            // frames that the decoder kept back; not from here, which may be inside the decoder
            channel.eventLoop().execute(() -> channel.pipeline().fireChannelRead(Unpooled.EMPTY_BUFFER));
        }
    }
}
