package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request and its answer. May be handed from thread to thread; answered exactly once, from any thread. Further
/// answers are ignored, so that a time-out and a result may race.
///
/// The request's body stays valid until the answer or [#releaseBody].
public final class Exchange implements Caller {
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
    private final SerializeType type;
    private final Frame frame;
    private final RpcTimes times;
    private final long arrived;

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state = OPEN;

    /// Whether the answer waits for something to happen.
    private volatile boolean held;

    Exchange(Connection connection, Command request, SerializeType type, ByteBuf bytes, RpcTimes times) {
        this.connection = connection;
        this.request = request;
        this.type = type;
        this.frame = new Frame(connection.gate(), bytes);
        this.times = times;
        this.arrived = times.now();
    }

    public Command request() {
        return request;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public int opaque() {
        return request.opaque();
    }

    @Override
    public SerializeType type() {
        return type;
    }

    @Override
    public void answer(Answer answer) {
        if (close(answer.code())) {
            frame.release();
            if (!request.isOneway()) {
                connection.send(answer);
            }
        }
    }

    public boolean isAnswered() {
        return state == ANSWERED;
    }

    /// Gives the request's body back early; for requests that wait long for their answer.
    @Override
    public void releaseBody() {
        held = true;
        frame.release();
    }

    public void fail(int code, String remark) {
        reply(Command.response(code, remark));
    }

    /// Sends the answer, with the opaque of the request and in its serialization; drops it when the request is oneway.
    /// The answer must not refer to the request's body, which ends here.
    public void reply(Command response) {
        if (close(response.code())) {
            frame.release();
            answer(response, null);
        }
    }

    /// Sends an answer whose body of `bodySize` bytes is written by `body` straight into the send buffer, now and on
    /// this thread; the body is not asked for when the exchange is answered already or is not to be answered.
    public void reply(Command response, int bodySize, Consumer<ByteBuffer> body) {
        if (!close(response.code())) {
            return;
        }
        try {
            answer(response, request.isOneway() ? null : written(bodySize, body));
        } catch (RuntimeException failure) {
            // the exchange counts as answered, so nobody else would tell the other side
            answer(Command.response(ResponseCode.SYSTEM_ERROR, "the answer could not be written"), null);
            throw failure;
        } finally {
            frame.release();
        }
    }

    private ByteBuf written(int bodySize, Consumer<ByteBuffer> body) {
        ByteBuf target = connection.allocate(bodySize);
        try {
            body.accept(target.nioBuffer(0, bodySize));
        } catch (RuntimeException failure) {
            target.release();
            throw failure;
        }
        return target.writerIndex(bodySize);
    }

    private void answer(Command response, @Nullable ByteBuf body) {
        if (!request.isOneway()) {
            connection.send(new Outgoing(response.withOpaque(request.opaque()), type, body));
        }
    }

    /// True for the first who answers.
    private boolean close(int code) {
        boolean first = STATE.compareAndSet(this, OPEN, ANSWERED);
        if (first) {
            times.record(request.code(), code, held, request.isOneway(), arrived);
        }
        return first;
    }
}
