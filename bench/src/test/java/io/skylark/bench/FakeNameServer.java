package io.skylark.bench;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/// Gives every topic the same route.
final class FakeNameServer implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress broker;

    FakeNameServer(InetSocketAddress broker) throws IOException {
        this.broker = broker;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                DataInputStream input = new DataInputStream(socket.getInputStream());
                Command request = CommandCodec.decode(ByteBuffer.wrap(input.readNBytes(input.readInt())));
                TopicRoute route = new TopicRoute(null, List.of(new QueueData("broker-a", 4, 4, 6, 0)),
                        List.of(new BrokerData("c", "broker-a",
                                Map.of(0L, broker.getHostString() + ":" + broker.getPort()), false, null)),
                        Map.of());
                Command answer = Command.response(0, null).withOpaque(request.opaque())
                        .withBody(Json.encodeStrict(route));
                socket.getOutputStream().write(CommandCodec.encode(answer, SerializeType.JSON));
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
