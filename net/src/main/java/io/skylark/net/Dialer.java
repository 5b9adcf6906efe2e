package io.skylark.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Opens connections to other servers. Requests that come back on them are routed like those of any connection.
public final class Dialer {
    private final Bootstrap template;
    private final Router router;
    private final NetConfig config;

    public Dialer(Transport transport, NetConfig config, Router router, Duration connectLimit) {
        this.router = router;
        this.config = config;
        template = new Bootstrap()
                .group(transport.eventLoops())
                .channel(transport.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectLimit.toMillis()));
    }

    /// Looks the host up on the calling thread. Completes with the open connection, or exceptionally with the reason
    /// why there is none; on its event loop, where what follows must not block. A connection that opens after the
    /// future was cancelled is closed.
    public CompletableFuture<Connection> dial(String host, int port) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        template.clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ConnectedHandler(router, config, result));
                    }
                })
                .connect(new InetSocketAddress(host, port))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        result.completeExceptionally(done.cause());
                    }
                });
        return result;
    }
}
