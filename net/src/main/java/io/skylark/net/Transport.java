package io.skylark.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The event loops of a process and the socket classes that go with them: epoll where it is present, else NIO.
public final class Transport implements AutoCloseable {
    private static final long QUIET_MILLIS = 0;
    private static final long SHUTDOWN_LIMIT_MILLIS = 5_000;

    private final EventLoopGroup eventLoops;
    private final boolean epoll;

    public Transport(NetConfig config) {
        epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        eventLoops = new MultiThreadIoEventLoopGroup(
                config.eventLoops(), new DefaultThreadFactory("event-loop", true), handlers);
    }

    /// For the packages of this module.
    public EventLoopGroup eventLoops() {
        return eventLoops;
    }

    /// For the packages of this module.
    public Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends Channel> clientChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /// `epoll` or `nio`.
    public String name() {
        return epoll ? "epoll" : "nio";
    }

    /// Closes all connections and waits for the event loops to end.
    @Override
    public void close() {
        eventLoops
                .shutdownGracefully(QUIET_MILLIS, SHUTDOWN_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(SHUTDOWN_LIMIT_MILLIS + 1_000);
    }
}
