package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides by the first byte which protocol a connection speaks, and gives its place to that protocol's handlers.
///
/// A remoting frame is at most 16 MiB long, so it begins with the byte 0; TLS begins with 0x16, and HTTP/1 and HTTP/2
/// with a capital letter. One byte is enough, so nothing is waited for.
final class ProtocolDetector extends ByteToMessageDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolDetector.class);
    private static final int TLS_HANDSHAKE = 0x16;

    private final Consumer<ChannelHandlerContext> remoting;

    /// @param remoting adds the handlers of the remoting protocol
    ProtocolDetector(Consumer<ChannelHandlerContext> remoting) {
        this.remoting = remoting;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int first = in.getUnsignedByte(in.readerIndex());
        if (first == 0) {
            remoting.accept(context);
            context.pipeline().remove(this);
            return;
        }
        String spoken = first == TLS_HANDSHAKE ? "TLS, which is not enabled here"
                : first >= 'A' && first <= 'Z' ? "HTTP, which is not served on this port"
                : "no protocol that is known here (first byte 0x" + Integer.toHexString(first) + ")";
        LOG.warn("{} speaks {}, closing", context.channel().remoteAddress(), spoken);
        in.skipBytes(in.readableBytes());
        context.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            LOG.debug("{} said nothing for too long, closing", context.channel().remoteAddress());
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("{} is gone before it said anything: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }
}
