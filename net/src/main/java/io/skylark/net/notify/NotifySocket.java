package io.skylark.net.notify;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A socket that takes datagrams from processes of this machine. Shared: what several threads send leaves in the order in
/// which the calls return.
public final class NotifySocket implements AutoCloseable {
    /// A service manager that has not read what came before for so long is not waited for.
    private static final Duration SEND_LIMIT = Duration.ofSeconds(1);
    /// `sun_path` of Linux.
    private static final int MAX_ADDRESS_BYTES = 108;

    private final EventLoopGroup eventLoop;
    private final Bootstrap template;

    private NotifySocket(DomainSocketAddress address) {
        eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("notify", true), EpollIoHandler.newFactory());
        template = new Bootstrap()
                .group(eventLoop)
                .channel(EpollDomainDatagramChannel.class)
                .remoteAddress(address)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // nothing comes back
                    }
                });
    }

    /// @param address a path, or `@` with a name that has no file
    /// @throws IOException when nothing can be sent there from here, in a sentence that says why
    public static NotifySocket to(String address) throws IOException {
        boolean nameOnly = address.startsWith("@");
        if (!nameOnly && !address.startsWith("/")) {
            throw new IOException("\"" + address + "\" is neither a path nor a name that begins with @");
        }
        if (address.getBytes(StandardCharsets.UTF_8).length > MAX_ADDRESS_BYTES) {
            throw new IOException("\"" + address + "\" is longer than " + MAX_ADDRESS_BYTES + " bytes");
        }
        if (!Epoll.isAvailable()) {
            throw new IOException(
                    "the native part of Netty is missing here (" + Epoll.unavailabilityCause().getMessage() + ")",
                    Epoll.unavailabilityCause());
        }
        return new NotifySocket(new DomainSocketAddress(nameOnly ? "\0" + address.substring(1) : address));
    }

    /// Returns when the text is with the receiver.
    ///
    /// @throws IOException when nobody receives at the address, or the receiver is too slow
    public void send(String text) throws IOException {
        ChannelFuture connected = template.connect();
        Channel channel = done(connected).channel();
        try {
            done(channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
        } finally {
            channel.close();
        }
    }

    private static ChannelFuture done(ChannelFuture future) throws IOException {
        if (!future.awaitUninterruptibly(SEND_LIMIT.toMillis())) {
            future.channel().close();
            throw new IOException("nothing was read there for " + SEND_LIMIT.toMillis() + " ms");
        }
        if (!future.isSuccess()) {
            throw new IOException("nothing can be sent to it (" + future.cause() + ")", future.cause());
        }
        return future;
    }

    @Override
    public void close() {
        eventLoop.shutdownGracefully(0, SEND_LIMIT.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
