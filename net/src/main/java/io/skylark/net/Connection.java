package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// One connection, open to any thread; its event loop alone reads and writes it.
///
/// Frames sent from other threads are collected and leave together: one task on the event loop and one flush for all
/// that came in the meantime.
public final class Connection {
    private final Channel channel;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress localAddress;
    private final PendingCalls calls = new PendingCalls();
    private final Queue<Outgoing> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final int maxBytesInFlight;
    private final AtomicLong bytesInFlight = new AtomicLong();
    private volatile SerializeType serializeType = SerializeType.JSON;

    /// Event loop only: whether frames were written that are not flushed yet.
    private boolean unflushed;

    Connection(Channel channel, int maxBytesInFlight) {
        this.channel = channel;
        this.maxBytesInFlight = maxBytesInFlight;
        this.remoteAddress = (InetSocketAddress) channel.remoteAddress();
        this.localAddress = (InetSocketAddress) channel.localAddress();
    }

    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /// The address of ours that the other side dialled.
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    public void close() {
        channel.close();
    }

    /// Runs `action` on the event loop when the connection is closed; at once when it is.
    public void onClose(Runnable action) {
        channel.closeFuture().addListener(closed -> action.run());
    }

    /// Runs `action` on the event loop of this connection.
    public void execute(Runnable action) {
        channel.eventLoop().execute(action);
    }

    /// Runs `action` on the event loop of this connection after a while; the result cancels it.
    public Runnable schedule(Runnable action, Duration delay) {
        var scheduled = channel.eventLoop().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    /// Sends a request that is not answered.
    public void oneway(Command request) {
        send(new Outgoing(request.withOpaque(calls.nextOpaque()), null));
    }

    /// Sends a request and completes with the answer, whatever its code, or exceptionally when the connection closes or
    /// the time is over.
    public CompletableFuture<Command> call(Command request, Duration limit) {
        CompletableFuture<Command> answer = new CompletableFuture<>();
        int opaque = calls.add(answer);
        if (!channel.isActive()) {
            calls.failAll(closed());
            return answer;
        }
        send(new Outgoing(request.withOpaque(opaque), null));
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> calls.remove(opaque));
    }

    void answered(Command response) {
        calls.complete(response);
    }

    void closedByPeer() {
        calls.failAll(closed());
        for (Outgoing left = outbox.poll(); left != null; left = outbox.poll()) {
            left.discard();
        }
    }

    private IOException closed() {
        return new IOException("the connection to " + remoteAddress + " is closed");
    }

    /// Answers are encoded as the last request of the connection was.
    void serializeType(SerializeType type) {
        if (serializeType != type) {
            serializeType = type;
        }
    }

    SerializeType serializeType() {
        return serializeType;
    }

    ByteBuf allocate(int size) {
        return channel.alloc().directBuffer(size, size);
    }

    void send(Outgoing outgoing) {
        if (channel.eventLoop().inEventLoop()) {
            write(outgoing);
            scheduleFlush();
            return;
        }
        outbox.add(outgoing);
        if (drainScheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(drain);
        }
    }

    private void drain() {
        drainScheduled.set(false);
        for (Outgoing next = outbox.poll(); next != null; next = outbox.poll()) {
            write(next);
        }
        flush();
    }

    private void write(Outgoing outgoing) {
        channel.write(outgoing, channel.voidPromise());
    }

    /// On the event loop an answer leaves when the loop has read all that was there to read.
    private void scheduleFlush() {
        if (!unflushed) {
            unflushed = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    private void flush() {
        unflushed = false;
        channel.flush();
    }

    /// Counts bytes of unanswered requests; a connection with too many is not read until half of them are answered.
    void inFlight(int change) {
        long now = bytesInFlight.addAndGet(change);
        if (now > maxBytesInFlight) {
            channel.config().setAutoRead(false);
        } else if (change < 0 && now <= maxBytesInFlight / 2 && !channel.config().isAutoRead() && channel.isWritable()) {
            channel.config().setAutoRead(true);
        }
    }

    void writabilityChanged() {
        boolean read = channel.isWritable() && bytesInFlight.get() <= maxBytesInFlight;
        channel.config().setAutoRead(read);
    }

    @Override
    public String toString() {
        return remoteAddress.toString();
    }
}
