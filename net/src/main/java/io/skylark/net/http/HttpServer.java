package io.skylark.net.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.skylark.net.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on one address and serves pages by path.
public final class HttpServer implements AutoCloseable {
    /// Connections at a time; those beyond are closed as soon as they come.
    static final int MAX_CONNECTIONS = 64;

    /// Bytes of the first line of a request.
    static final int MAX_LINE_BYTES = 4_096;

    /// Bytes of all headers of a request.
    static final int MAX_HEADER_BYTES = 16_384;

    /// A connection without traffic is closed; longer than the time between two scrapes.
    private static final int IDLE_SECONDS = 120;

    private static final int MAX_CHUNK_BYTES = 8_192;
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final Channel listener;
    private final ChannelGroup connections;

    private HttpServer(Channel listener, ChannelGroup connections) {
        this.listener = listener;
        this.connections = connections;
    }

    /// Port 0 takes any free one.
    ///
    /// @param pages by path
    /// @throws IOException when the address cannot be bound
    public static HttpServer bind(Transport transport, InetSocketAddress address, Map<String, Page> pages)
            throws IOException {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        PageRunner runner = new PageRunner(pages);
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + address.getHostString() + ": unknown host");
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(transport.eventLoops())
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (connections.size() >= MAX_CONNECTIONS) {
                            LOG.debug("{} is one HTTP connection too many, closing", channel.remoteAddress());
                            channel.close();
                            return;
                        }
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
                                .addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES))
                                .addLast(new HttpConnection(runner));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + " ("
                            + bound.cause().getMessage() + ")",
                    bound.cause());
        }
        return new HttpServer(bound.channel(), connections);
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /// Stops listening and closes all connections.
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }
}
