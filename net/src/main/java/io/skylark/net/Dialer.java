package io.skylark.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Opens connections to other servers. Requests that come back on them are routed like those of any connection.
public final class Dialer {
    private final Bootstrap bootstrap;

    public Dialer(Transport transport, NetConfig config, Router router, Duration connectLimit) {
        bootstrap = new Bootstrap()
                .group(transport.eventLoops())
                .channel(transport.clientChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectLimit.toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ConnectedHandler(router, config));
                    }
                });
    }

    /// Completes with the open connection, or exceptionally with the reason why there is none.
    public CompletableFuture<Connection> dial(String host, int port) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        ChannelFuture connecting = bootstrap.connect(new InetSocketAddress(host, port));
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                ConnectedHandler handler = connecting.channel().pipeline().get(ConnectedHandler.class);
                result.complete(handler.connected());
            } else {
                result.completeExceptionally(done.cause());
            }
        });
        return result;
    }
}
