package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.skylark.protocol.Command;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// One request and its answer. May be handed from thread to thread; answered exactly once, from any thread. Further
/// answers are ignored, so that a time-out and a result may race.
///
/// The request's body stays valid until the answer or [#releaseBody].
public final class Exchange {
    private static final VarHandle STATE;
    private static final int OPEN = 0;
    private static final int ANSWERED = 1;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Exchange.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final Connection connection;
    private final Command request;
    private final Frame frame;

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state = OPEN;

    Exchange(Connection connection, Command request, ByteBuf bytes) {
        this.connection = connection;
        this.request = request;
        this.frame = new Frame(connection, bytes);
    }

    public Command request() {
        return request;
    }

    public Connection connection() {
        return connection;
    }

    public boolean isAnswered() {
        return state == ANSWERED;
    }

    /// Gives the request's body back early; for requests that wait long for their answer.
    public void releaseBody() {
        frame.release();
    }

    public void fail(int code, String remark) {
        reply(Command.response(code, remark));
    }

    /// Sends the answer, with the opaque of the request; drops it when the request is oneway.
    public void reply(Command response) {
        if (close()) {
            connection.send(new Outgoing(response.withOpaque(request.opaque()), null));
        }
    }

    /// Sends an answer whose body of `bodySize` bytes is written by `body` straight into the send buffer, now and on
    /// this thread; the body is not asked for when the exchange is answered already.
    public void reply(Command response, int bodySize, Consumer<ByteBuffer> body) {
        if (close()) {
            ByteBuf target = connection.allocate(bodySize);
            body.accept(target.nioBuffer(0, bodySize));
            target.writerIndex(bodySize);
            connection.send(new Outgoing(response.withOpaque(request.opaque()), target));
        }
    }

    /// True when the answer has to be sent.
    private boolean close() {
        if (!STATE.compareAndSet(this, OPEN, ANSWERED)) {
            return false;
        }
        frame.release();
        return !request.isOneway();
    }
}
