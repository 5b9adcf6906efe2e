package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/// One connection, open to any thread; its event loop alone reads and writes it.
///
/// Frames sent from other threads are collected and leave together: one task on the event loop and one flush for all
/// that came in the meantime.
public final class Connection {
    /// Frames that other threads sent are written in runs of at most so many between two flushes.
    private static final int MAX_FRAMES_PER_FLUSH = 1024;

    private final Channel channel;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress localAddress;
    private final ReadGate gate;
    private final int maxUnreadBytes;
    private final PendingCalls calls = new PendingCalls();
    /// [Outgoing]s and [Answer]s.
    private final Queue<Object> outbox = new ConcurrentLinkedQueue<>();

    private final AnswerBatch batch;
    private final Farewell farewell;
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final Runnable flush = this::flush;
    private volatile SerializeType serializeType = SerializeType.JSON;

    /// Event loop only: whether frames were written that are not flushed yet.
    private boolean unflushed;

    /// Owned by the thread of [RoundAnswers]: an answer of the round is in the outbox.
    private boolean inRound;

    private final List<Object> memos = new ArrayList<>(1);

    /// Event loop only: no handler is there any more to encode or release a frame.
    private boolean closed;

    /// @param maxUnreadBytes requests of ours are dropped when so much more waits to be sent than the channel likes
    Connection(Channel channel, ReadGate gate, int maxUnreadBytes) {
        this.channel = channel;
        this.gate = gate;
        this.maxUnreadBytes = maxUnreadBytes;
        this.batch = new AnswerBatch(channel);
        this.farewell = new Farewell(channel);
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote
                && channel.localAddress() instanceof InetSocketAddress local)) {
            throw new IllegalStateException("the connection was closed before it had its addresses");
        }
        this.remoteAddress = remote;
        this.localAddress = local;
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
        channel.closeFuture().addListener(done -> action.run());
    }

    /// Runs `action` on the event loop when the server of this connection begins to stop: it answers what waits here with
    /// [#goAway()]. Event loop only.
    public void onFarewell(Runnable action) {
        farewell.add(action);
    }

    /// Whether the server of this connection stops. Event loop only.
    public boolean isGoingAway() {
        return farewell.isBegun();
    }

    /// The answer, without an opaque, to a request that is not served because the server stops. Event loop only.
    public Command goAway() {
        return farewell.answer();
    }

    public boolean isOnEventLoop() {
        return channel.eventLoop().inEventLoop();
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

    /// Sends a request that carries the oneway flag and is not answered. It is dropped when the connection is closed,
    /// or when the other side has not read for so long that too much waits to be sent already.
    public void oneway(Command request) {
        send(new Outgoing(request.withOpaque(calls.nextOpaque()), serializeType, null));
    }

    /// Sends a request and completes with the answer, whatever its code, or exceptionally when the connection closes,
    /// the time is over or the request cannot be sent. Completes on the event loop: what follows must not block.
    public CompletableFuture<Command> call(Command request, Duration limit) {
        CompletableFuture<Command> answer = new CompletableFuture<>();
        int opaque = calls.add(answer);
        // behind the entry: either this sees the end of the connection, or the end sees the entry
        if (!channel.isActive()) {
            calls.failAll(closed());
        }
        if (answer.isDone()) {
            return answer;
        }
        try {
            Future<?> timeout = channel.eventLoop().schedule(
                    () -> answer.completeExceptionally(
                            new TimeoutException("no answer from " + remoteAddress + " within " + limit)),
                    limit.toNanos(), TimeUnit.NANOSECONDS);
            answer.whenComplete((done, failure) -> timeout.cancel(false));
        } catch (RejectedExecutionException stopped) {
            calls.fail(opaque, closed());
            return answer;
        }
        send(new Outgoing(request.withOpaque(opaque), serializeType, null));
        return answer;
    }

    void answered(Command response) {
        calls.complete(response);
    }

    void cannotSend(Command request, Exception reason) {
        calls.fail(request.opaque(), reason);
    }

    /// Event loop only: nothing is read or written any more.
    void channelClosed() {
        closed = true;
        calls.failAll(closed());
        discardOutbox();
        batch.discard();
    }

    private IOException closed() {
        return new IOException("the connection to " + remoteAddress + " is closed");
    }

    private void discardOutbox() {
        for (Object left = outbox.poll(); left != null; left = outbox.poll()) {
            if (left instanceof Outgoing outgoing) {
                outgoing.discard();
            }
        }
    }

    /// Requests to the other side are encoded as its last request was.
    void serializeType(SerializeType type) {
        if (serializeType != type) {
            serializeType = type;
        }
    }

    ReadGate gate() {
        return gate;
    }

    Farewell farewell() {
        return farewell;
    }

    /// Any thread: sends what is ready, and then nothing more.
    void hangUp() {
        execute(() -> {
            drain();
            while (!closed && !outbox.isEmpty()) {
                drain();
            }
            farewell.hangUp();
        });
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
        scheduleDrain();
    }

    /// Sends an answer that has its opaque.
    public void reply(Command response, SerializeType type) {
        send(new Outgoing(response, type, null));
    }

    /// Sends an answer; from the event loop it leaves with what else is ready there.
    public void send(Answer answer) {
        if (channel.eventLoop().inEventLoop()) {
            write(answer);
            scheduleFlush();
            return;
        }
        outbox.add(answer);
        scheduleDrain();
    }

    /// Adds an answer that leaves with [#releaseRound()]; true when it is the first of the round.
    boolean enqueue(Answer answer) {
        outbox.add(answer);
        boolean first = !inRound;
        inRound = true;
        return first;
    }

    void releaseRound() {
        inRound = false;
        scheduleDrain();
    }

    /// What a feature remembers about this connection, made when it asks for the first time. Event loop only.
    public <T> T memo(Class<T> type, Function<Connection, T> maker) {
        for (Object known : memos) {
            if (known.getClass() == type) {
                return type.cast(known);
            }
        }
        T made = maker.apply(this);
        memos.add(made);
        return made;
    }

    private void scheduleDrain() {
        if (!drainScheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.eventLoop().execute(drain);
        } catch (RejectedExecutionException stopped) {
            // the event loop has ended, and the connection with it
            drainScheduled.set(false);
            discardOutbox();
        }
    }

    private void drain() {
        drainScheduled.set(false);
        for (int count = 0; count < MAX_FRAMES_PER_FLUSH; count++) {
            Object next = outbox.poll();
            if (next == null) {
                break;
            }
            if (next instanceof Answer answer) {
                write(answer);
            } else {
                write((Outgoing) next);
            }
        }
        flush();
        if (!outbox.isEmpty()) {
            scheduleDrain();
        }
    }

    private void write(Answer answer) {
        if (!closed) {
            batch.write(answer);
        }
    }

    private void write(Outgoing outgoing) {
        if (closed) {
            outgoing.discard();
            return;
        }
        batch.end();
        Command command = outgoing.command();
        if (!command.isResponse() && channel.bytesBeforeWritable() > maxUnreadBytes) {
            outgoing.discard();
            cannotSend(command, new IOException(remoteAddress + " does not read what is sent to it"));
            return;
        }
        channel.write(outgoing, channel.voidPromise());
    }

    /// On the event loop an answer leaves when the loop has read all that was there to read.
    private void scheduleFlush() {
        if (!unflushed) {
            unflushed = true;
            channel.eventLoop().execute(flush);
        }
    }

    private void flush() {
        unflushed = false;
        batch.end();
        channel.flush();
    }

    @Override
    public String toString() {
        return remoteAddress.toString();
    }
}
