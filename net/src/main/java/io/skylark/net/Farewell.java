package io.skylark.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.skylark.protocol.Command;
import io.skylark.protocol.Language;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.Version;
import java.util.ArrayList;
import java.util.List;

/// How an accepted connection ends when its server stops. First nothing new is begun: what waits for messages, and each
/// request that still comes, is answered with word to come again; what is under way goes on. When that is answered, the
/// connection is closed in one direction, and what still comes in the other is dropped until the other side closes: a
/// socket that is closed with unread bytes in it takes back answers that were not read yet.
///
/// Owned by the event loop of the connection.
final class Farewell {
    private static final String REMARK = "please go away, this server is stopping";

    private final Channel channel;
    private final List<Runnable> waiting = new ArrayList<>(1);
    private boolean begun;
    private boolean understood;

    Farewell(Channel channel) {
        this.channel = channel;
    }

    /// The other side has said what it is.
    void heard(Command request) {
        understood = request.version() >= Version.GO_AWAY && request.language() == Language.JAVA;
    }

    /// @param action answers what waits on this connection
    void add(Runnable action) {
        waiting.add(action);
    }

    boolean isBegun() {
        return begun;
    }

    /// What is answered from now on. Clients of 5.3.2 and later connect again by themselves and repeat the request, there
    /// or elsewhere; to all others this is a broker that does not serve at the moment: producers turn to another one,
    /// consumers come back after some seconds.
    Command answer() {
        return Command.response(understood ? ResponseCode.GO_AWAY : ResponseCode.SERVICE_NOT_AVAILABLE, REMARK);
    }

    void begin() {
        if (!begun) {
            begun = true;
            waiting.forEach(Runnable::run);
        }
    }

    /// Sends nothing more; what was written leaves before.
    void hangUp() {
        channel.pipeline().addFirst(new Dropping());
        channel.config().setAutoRead(true);
        if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            channel.close();
        }
    }

    /// Nobody answers any more.
    private static final class Dropping extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
