package io.skylark.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/// The handlers of a connection that speaks the remoting protocol.
final class RemotingPipeline {
    private RemotingPipeline() {}

    static Connection install(Channel channel, Router router, NetConfig config) {
        Connection connection = new Connection(channel, config.maxBytesInFlight());
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new IdleStateHandler(0, 0, config.idle().toMillis(), TimeUnit.MILLISECONDS));
        pipeline.addLast(new FrameDecoder());
        pipeline.addLast(new FrameEncoder(connection));
        pipeline.addLast(new ConnectionHandler(connection, router));
        return connection;
    }
}
