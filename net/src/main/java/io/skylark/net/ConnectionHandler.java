package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.wire.ProtocolException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a remoting pipeline: frames become exchanges or answers. Owned by the event loop of its connection.
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final Connection connection;
    private final Router router;

    ConnectionHandler(Connection connection, Router router) {
        this.connection = connection;
        this.router = router;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = (ByteBuf) message;
        if (!connection.isOpen()) {
            // frames behind one for which the connection was closed
            frame.release();
            return;
        }
        SerializeType type;
        Command command;
        try {
            type = SerializeType.of(frame.getByte(frame.readerIndex()));
            command = CommandCodec.decode(frame.nioBuffer());
        } catch (RuntimeException broken) {
            frame.release();
            throw broken;
        }
        if (command.isResponse()) {
            byte[] body = command.bodyBytes();
            frame.release();
            connection.answered(command.withBody(body));
        } else {
            connection.serializeType(type);
            connection.farewell().heard(command);
            Exchange exchange = new Exchange(connection, command, type, frame, router.times());
            if (connection.farewell().isBegun()) {
                exchange.reply(connection.goAway());
            } else {
                router.route(exchange);
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        connection.gate().writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.channelClosed();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            LOG.info("{} was idle for too long, closing", connection);
            context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (reason instanceof ProtocolException) {
            LOG.warn("{} sent what is no frame, closing: {}", connection, reason.getMessage());
        } else if (reason instanceof IOException) {
            LOG.debug("{} is gone: {}", connection, reason.getMessage());
        } else {
            LOG.error("closing {}", connection, reason);
        }
        context.close();
    }
}
