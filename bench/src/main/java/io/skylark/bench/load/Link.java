package io.skylark.bench.load;

import io.skylark.bench.frame.Answer;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/// One non-blocking connection: its window, what is still to be written, and what was read so far. Owned by the loop's
/// thread.
public final class Link implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final int index;
    private final LinkPlan plan;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final InFlight inFlight;
    private final ByteBuffer output;
    private final Consumer<Link> onOutput;
    private ByteBuffer input;
    /// A flush is on its way: the loop has us on its list, or the selector waits for room in the socket.
    private boolean queued;
    private boolean awaitsWrite;

    private Link(int index, LinkPlan plan, SocketChannel channel, SelectionKey key, int inputBytes,
            Consumer<Link> onOutput) {
        this.index = index;
        this.plan = plan;
        this.channel = channel;
        this.key = key;
        this.inFlight = new InFlight(plan.window());
        this.output = ByteBuffer.allocateDirect(outputBytes(plan));
        this.input = ByteBuffer.allocateDirect(inputBytes);
        this.onOutput = onOutput;
    }

    /// A whole window fits, so that a request that may be sent can always be written.
    static int outputBytes(LinkPlan plan) {
        return Math.multiplyExact(plan.window(), plan.maxRequestBytes());
    }

    /// @param onOutput called when the link has something to flush, once until it is flushed
    static Link open(int index, LinkPlan plan, Selector selector, int inputBytes, Consumer<Link> onOutput) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(plan.address(), (int) CONNECT_LIMIT.toMillis());
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Link link = new Link(index, plan, channel, key, inputBytes, onOutput);
            key.attach(link);
            return link;
        } catch (IOException e) {
            throw new LoadFailure("cannot connect to " + plan.address() + ": " + e.getMessage(), e);
        }
    }

    /// Place among the links of the run.
    public int index() {
        return index;
    }

    public boolean hasRoom() {
        return inFlight.hasRoom();
    }

    public int unanswered() {
        return inFlight.count();
    }

    /// Enters a request into the window; the caller writes it to [#output()] right away.
    ///
    /// @return its opaque
    public int claim(long time, int tag) {
        if (!queued) {
            queued = true;
            onOutput.accept(this);
        }
        return inFlight.claim(time, tag);
    }

    public ByteBuffer output() {
        return output;
    }

    /// Writes what the socket takes; the rest goes when it has room again.
    void flush() {
        output.flip();
        try {
            channel.write(output);
        } catch (IOException e) {
            throw lost(e);
        }
        boolean rest = output.hasRemaining();
        output.compact();
        queued = rest;
        if (rest != awaitsWrite) {
            awaitsWrite = rest;
            key.interestOps(rest ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
    }

    /// Reads once and hands out every whole answer.
    void read(Answer answer, Workload workload, Tally tally, Clock clock) {
        int count;
        try {
            count = channel.read(input);
        } catch (IOException e) {
            throw lost(e);
        }
        if (count < 0) {
            throw new LoadFailure(plan.address() + " closed connection " + index + " with " + inFlight.count()
                    + " requests unanswered");
        }
        long now = clock.nanos();
        input.flip();
        int frameBytes = Answer.frameBytes(input);
        while (input.remaining() >= frameBytes) {
            deliver(answer.read(input, frameBytes), workload, tally, now);
            frameBytes = Answer.frameBytes(input);
        }
        makeRoom(frameBytes);
    }

    private void deliver(Answer answer, Workload workload, Tally tally, long now) {
        int slot = inFlight.find(answer.opaque());
        if (slot < 0) {
            tally.failed("answer to no request");
            return;
        }
        long time = inFlight.time(slot);
        int tag = inFlight.tag(slot);
        inFlight.release(slot);
        workload.answered(this, tag, time, answer, now);
    }

    private void makeRoom(int frameBytes) {
        if (frameBytes <= input.capacity()) {
            input.compact();
            return;
        }
        // Twice the need, so that the next of these is read together with what follows it.
        ByteBuffer larger = ByteBuffer.allocateDirect(Math.multiplyExact(frameBytes, 2));
        larger.put(input);
        input = larger;
    }

    private LoadFailure lost(IOException cause) {
        return new LoadFailure("connection " + index + " to " + plan.address() + " is lost: " + cause.getMessage(),
                cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw lost(e);
        }
    }
}
