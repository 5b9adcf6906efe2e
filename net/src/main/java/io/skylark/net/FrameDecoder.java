package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.skylark.protocol.CommandCodec;
import java.util.List;

/// Cuts the byte stream into frames, given on without their length field. Throws on a length that no frame has, before
/// the frame is waited for.
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int LENGTH_BYTES = 4;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < LENGTH_BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        CommandCodec.checkLength(length);
        if (in.readableBytes() < LENGTH_BYTES + length) {
            return;
        }
        in.skipBytes(LENGTH_BYTES);
        out.add(in.readRetainedSlice(length));
    }
}
