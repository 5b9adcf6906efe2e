package io.skylark.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/// The handlers of a connection that speaks the remoting protocol.
final class RemotingPipeline {
    private RemotingPipeline() {}

    /// For a connection that was accepted: it is not read while its other side does not read.
    static Connection install(Channel channel, Router router, NetConfig config) {
        return install(channel, router, config, true);
    }

    /// For a connection that we dialled: it is always read, since its other side may wait for just that.
    static Connection installDialled(Channel channel, Router router, NetConfig config) {
        return install(channel, router, config, false);
    }

    private static Connection install(Channel channel, Router router, NetConfig config, boolean waitsForReader) {
        ReadGate gate = new ReadGate(channel, config.maxBytesInFlight(), waitsForReader);
        Connection connection = new Connection(channel, gate, config.writeHighWater());
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new FrameDecoder(connection, router));
        pipeline.addLast(new FrameEncoder(connection));
        pipeline.addLast(new ConnectionHandler(connection, router));
        return connection;
    }

    /// Closes connections that are silent, from before they have said what they speak.
    static IdleStateHandler idleWatch(NetConfig config) {
        return new IdleStateHandler(0, 0, config.idle().toMillis(), TimeUnit.MILLISECONDS);
    }
}
