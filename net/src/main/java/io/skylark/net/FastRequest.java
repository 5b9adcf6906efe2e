package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.view.HeaderView;
import java.nio.ByteBuffer;

/// A request read in place, for [FastHandler]s. Reused for the next one; owned by the event loop of its connection.
public final class FastRequest {
    private static final int MARKER_BYTES = 4;

    private final Connection connection;
    private final RpcTimes times;
    private final HeaderView header = new HeaderView();
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private SerializeType type = SerializeType.JSON;
    private int bodyAt;
    private int bodySize;
    private long arrived;

    FastRequest(Connection connection, RpcTimes times) {
        this.connection = connection;
        this.times = times;
    }

    /// More was read; the frames in it arrived now.
    void bytesArrived() {
        arrived = times.now();
    }

    /// Reads the header of a frame that lies in `source` from behind its length field on; false when it is not plain.
    boolean read(ByteBuf source, int at, int length) {
        int marker = length < MARKER_BYTES ? -1 : source.getInt(at);
        int headerLength = marker & 0xFFFFFF;
        int typeCode = marker >>> 24;
        if (typeCode > SerializeType.ROCKETMQ.code() || headerLength > length - MARKER_BYTES) {
            return false;
        }
        bytes = source;
        type = typeCode == SerializeType.JSON.code() ? SerializeType.JSON : SerializeType.ROCKETMQ;
        bodyAt = at + MARKER_BYTES + headerLength;
        bodySize = length - MARKER_BYTES - headerLength;
        return header.read(source.internalNioBuffer(at + MARKER_BYTES, headerLength), type)
                && (header.flag() & Command.FLAG_RESPONSE) == 0;
    }

    public Connection connection() {
        return connection;
    }

    /// When it was read, on the clock of [RpcTimes].
    public long arrived() {
        return arrived;
    }

    public HeaderView header() {
        return header;
    }

    public SerializeType type() {
        return type;
    }

    public boolean isOneway() {
        return (header.flag() & Command.FLAG_ONEWAY) != 0;
    }

    public int bodySize() {
        return bodySize;
    }

    /// The body from position to limit, to be looked at during this call. Its own position and limit must stay.
    public ByteBuffer body() {
        return bytes.internalNioBuffer(bodyAt, bodySize);
    }

    void fail(int code, String remark) {
        times.record(header.code(), code, false, isOneway(), arrived);
        if (!isOneway()) {
            connection.reply(Command.response(code, remark).withOpaque(header.opaque()), type);
        }
    }

    /// Whoever waits for the answer, for handlers that need no body and answer once.
    public Caller caller() {
        return new Waiting(connection, header.opaque(), type, times, header.code(), arrived);
    }

    private static final class Waiting implements Caller {
        private final Connection connection;
        private final int opaque;
        private final SerializeType type;
        private final RpcTimes times;
        private final int code;
        private final long arrived;
        private boolean held;

        private Waiting(
                Connection connection, int opaque, SerializeType type, RpcTimes times, int code, long arrived) {
            this.connection = connection;
            this.opaque = opaque;
            this.type = type;
            this.times = times;
            this.code = code;
            this.arrived = arrived;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public int opaque() {
            return opaque;
        }

        @Override
        public SerializeType type() {
            return type;
        }

        @Override
        public void answer(Answer answer) {
            times.record(code, answer.code(), held, false, arrived);
            connection.send(answer);
        }

        @Override
        public void releaseBody() {
            held = true;
        }
    }

    /// Keeps the body until it is released.
    public HeldBody holdBody() {
        return new HeldBody(connection.gate(), bytes.retain(), bodyAt, bodySize);
    }
}
