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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on one address and serves its connections with one router.
public final class NetServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetServer.class);

    /// How long other sides have to close their ends of connections.
    private static final long LAST_READ_MILLIS = 500;

    private final Channel listener;
    private final ChannelGroup channels;
    private final Set<Connection> connections;

    private NetServer(Channel listener, ChannelGroup channels, Set<Connection> connections) {
        this.listener = listener;
        this.channels = channels;
        this.connections = connections;
    }

    /// Port 0 takes any free one.
    ///
    /// @throws IOException when the address cannot be bound, in a sentence that says what to do
    public static NetServer bind(Transport transport, NetConfig config, InetSocketAddress address, Router router)
            throws IOException {
        ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        Set<Connection> connections = ConcurrentHashMap.newKeySet();
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
                        channels.add(channel);
                        channel.pipeline().addLast(RemotingPipeline.idleWatch(config));
                        channel.pipeline().addLast(new ProtocolDetector(context -> {
                            Connection connection = RemotingPipeline.install(channel, router, config);
                            connections.add(connection);
                            connection.onClose(() -> connections.remove(connection));
                        }));
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
        return new NetServer(bound.channel(), channels, connections);
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
        return channels.size();
    }

    /// Stops listening and begins nothing new: what waits for messages, and requests that still come, are answered with
    /// word to come again. What is under way goes on.
    public void quiesce() {
        listener.close().awaitUninterruptibly();
        for (Connection connection : connections) {
            connection.execute(connection.farewell()::begin);
        }
    }

    /// Stops listening, sends what was answered so far, and closes all connections.
    @Override
    public void close() {
        quiesce();
        connections.forEach(Connection::hangUp);
        channels.newCloseFuture().awaitUninterruptibly(LAST_READ_MILLIS);
        channels.close().awaitUninterruptibly();
    }
}
