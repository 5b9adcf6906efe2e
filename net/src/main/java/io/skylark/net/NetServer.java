package io.skylark.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on one address and serves its connections with one router.
public final class NetServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetServer.class);

    private final Channel listener;
    private final ChannelGroup connections;

    private NetServer(Channel listener, ChannelGroup connections) {
        this.listener = listener;
        this.connections = connections;
    }

    /// Port 0 takes any free one.
    ///
    /// @throws IOException when the address cannot be bound, in a sentence that says what to do
    public static NetServer bind(Transport transport, NetConfig config, InetSocketAddress address, Router router)
            throws IOException {
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        ConnectionLimit limit = new ConnectionLimit(config.maxConnections(), System::nanoTime, LOG::warn);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(transport.eventLoops())
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, config.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(config.writeHighWater() / 2, config.writeHighWater()))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (!limit.admit()) {
                            channel.close();
                            return;
                        }
                        channel.closeFuture().addListener(done -> limit.release());
                        connections.add(channel);
                        channel.pipeline().addLast(RemotingPipeline.idleWatch(config));
                        channel.pipeline().addLast(new ProtocolDetector(
                                context -> RemotingPipeline.install(channel, router, config)));
                    }
                });
        if (address.isUnresolved()) {
            throw new IOException(cannotListen(address, "unknown host") + "configure another bindAddress");
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    cannotListen(address, String.valueOf(bound.cause().getMessage()))
                            + "stop the process that uses the port, or configure another port",
                    bound.cause());
        }
        return new NetServer(bound.channel(), connections);
    }

    private static String cannotListen(InetSocketAddress address, String reason) {
        return "cannot listen on " + address.getHostString() + ":" + address.getPort() + " (" + reason + "): ";
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    public int port() {
        return address().getPort();
    }

    public int connectionCount() {
        return connections.size();
    }

    /// Stops listening and closes all connections.
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }
}
