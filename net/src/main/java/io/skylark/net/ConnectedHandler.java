package io.skylark.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.CompletableFuture;

/// Installs the remoting handlers once a dialled connection is open and has its addresses, and gives them its place.
///
/// It completes the dialler's future itself: the connect future of the channel completes earlier, when there is nobody
/// yet who could send or receive a frame.
final class ConnectedHandler extends ChannelInboundHandlerAdapter {
    private final Router router;
    private final NetConfig config;
    private final CompletableFuture<Connection> connected;

    ConnectedHandler(Router router, NetConfig config, CompletableFuture<Connection> connected) {
        this.router = router;
        this.config = config;
        this.connected = connected;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.pipeline().addLast(RemotingPipeline.idleWatch(config));
        Connection connection = RemotingPipeline.installDialled(context.channel(), router, config);
        context.fireChannelActive();
        context.pipeline().remove(this);
        if (!connected.complete(connection)) {
            connection.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connected.completeExceptionally(cause);
        context.close();
    }
}
