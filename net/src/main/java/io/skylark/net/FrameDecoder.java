package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.wire.ProtocolException;
import java.util.List;

/// Cuts the byte stream into frames, given on without their length field. Throws on a length that no frame has, before
/// the frame is waited for. While the gate of the connection is shut, frames that have arrived stay here.
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int LENGTH_BYTES = 4;

    private final ReadGate gate;
    private final Connection connection;
    private final Router router;
    private final FastRequest fast;

    FrameDecoder(Connection connection, Router router) {
        this.gate = connection.gate();
        this.connection = connection;
        this.router = router;
        this.fast = new FastRequest(connection, router.times());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (!gate.isOpen() || in.readableBytes() < LENGTH_BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        try {
            CommandCodec.checkLength(length);
        } catch (ProtocolException noFrame) {
            // the connection is closed for this; what is left must not be looked at again on the way
            in.skipBytes(in.readableBytes());
            throw noFrame;
        }
        if (in.readableBytes() < LENGTH_BYTES + length) {
            return;
        }
        in.skipBytes(LENGTH_BYTES);
        if (isAnsweredFast(in, length)) {
            in.skipBytes(length);
            return;
        }
        out.add(in.readRetainedSlice(length));
    }

    /// Lets a fast handler take the frame.
    private boolean isAnsweredFast(ByteBuf in, int length) {
        if (!connection.isOpen()
                || connection.farewell().isBegun()
                || !fast.read(in, in.readerIndex(), length)
                || !router.routeFast(fast)) {
            return false;
        }
        connection.serializeType(fast.type());
        return true;
    }

    /// All that one read brings arrived at once: the clock is looked at once.
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        fast.bytesArrived();
        super.channelRead(context, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (gate.isOpen()) {
            super.channelReadComplete(context);
        } else {
            // the superclass would ask for more bytes when none of those at hand made a message
            context.fireChannelReadComplete();
        }
    }
}
