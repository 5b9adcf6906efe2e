package io.skylark.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// Installs the remoting handlers once a dialled connection is open and has its addresses.
final class ConnectedHandler extends ChannelInboundHandlerAdapter {
    private final Router router;
    private final NetConfig config;
    private @Nullable Connection connection;

    ConnectedHandler(Router router, NetConfig config) {
        this.router = router;
        this.config = config;
    }

    Connection connected() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("not connected yet");
        }
        return open;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection = RemotingPipeline.install(context.channel(), router, config);
        context.fireChannelActive();
    }
}
