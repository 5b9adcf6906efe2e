package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.wire.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes outgoing frames as a head buffer and a body buffer. An answer that does not fit into a frame is replaced by
/// an error answer, a request that does not fit fails its call.
final class FrameEncoder extends ChannelOutboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameEncoder.class);

    private final Connection connection;

    FrameEncoder(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof Outgoing outgoing)) {
            context.write(message, promise);
            return;
        }
        ByteBuf body = outgoing.body();
        ByteBuffer head;
        try {
            head = head(outgoing, body);
        } catch (ProtocolException doesNotFit) {
            outgoing.discard();
            refuse(context, outgoing, doesNotFit, promise);
            return;
        }
        if (body == null) {
            ByteBuffer own = outgoing.command().body();
            body = own.hasRemaining() ? Unpooled.wrappedBuffer(own) : Unpooled.EMPTY_BUFFER;
        }
        if (body.isReadable()) {
            context.write(Unpooled.wrappedBuffer(head), context.voidPromise());
            context.write(body, promise);
        } else {
            body.release();
            context.write(Unpooled.wrappedBuffer(head), promise);
        }
    }

    private ByteBuffer head(Outgoing outgoing, @Nullable ByteBuf body) {
        Command command = outgoing.command();
        Command sized = body == null ? command : command.withBody(body.nioBuffer());
        boolean fits = command.code() == (short) command.code();
        return CommandCodec.encodeHead(sized, fits ? outgoing.type() : SerializeType.JSON);
    }

    private void refuse(
            ChannelHandlerContext context, Outgoing outgoing, ProtocolException reason, ChannelPromise promise) {
        Command command = outgoing.command();
        if (!command.isResponse()) {
            connection.cannotSend(command, reason);
            return;
        }
        LOG.error("an answer to {} cannot be sent: {}", connection, reason.getMessage());
        String remark = "the answer cannot be sent: " + reason.getMessage();
        Command instead = Command.response(ResponseCode.SYSTEM_ERROR, remark).withOpaque(command.opaque());
        context.write(Unpooled.wrappedBuffer(CommandCodec.encode(instead, outgoing.type())), promise);
    }
}
