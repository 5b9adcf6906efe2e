package io.skylark.broker;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.net.NetConfig;
import io.skylark.net.NetServer;
import io.skylark.net.Router;
import io.skylark.net.Transport;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A broker whose clock stands still and that holds no pulls, and a client on a plain socket. Confined to one test.
final class OneWay implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    private static final NetConfig NET =
            new NetConfig(1, 64, Duration.ofMinutes(2), 64 << 20, 1000, 8 << 20, 100);
    private static final int LIMIT_MILLIS = 20_000;

    /// What is registered; the same for both, because messages and ids carry it.
    private static final int PORT = 10_911;

    private final Transport transport = new Transport(NET);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Storage storage;
    private final Broker broker;
    private final NetServer server;
    private Socket socket;
    private DataInputStream in;

    OneWay(Path folder, UnaryOperator<Router> way) throws IOException {
        storage = Storage.open(folder, LogConfig.dev().withFlushMode(LogConfig.FlushMode.ASYNC), CLOCK);
        broker = new Broker(
                config(), NET, storage, List.of(), () -> PORT, () -> "127.0.0.1:" + PORT, 1L << 30, CLOCK);
        broker.recover(failure::set);
        server = NetServer.bind(
                transport, NET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), way.apply(broker.router()));
        socket = new Socket();
        in = connect();
    }

    private static BrokerConfig config() {
        BrokerConfig base = BrokerConfig.standard("broker-a", PORT);
        return new BrokerConfig(
                base.clusterName(), base.brokerName(), 0, PORT, Optional.empty(), base.permission(), true, true, 8,
                base.maxMessageBytes(), false, true, true, true, base.regionId(), base.traceOn(), false,
                base.offsetInterval(), base.registerInterval(), base.retention(), base.transactions(), base.timers(),
                base.pops());
    }

    private DataInputStream connect() throws IOException {
        socket.close();
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(LIMIT_MILLIS);
        return new DataInputStream(socket.getInputStream());
    }

    /// Sends a frame that is given without its length field.
    void send(byte[] frame) throws IOException {
        byte[] whole = ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).array();
        socket.getOutputStream().write(whole);
    }

    /// The next answer; null when the broker has closed the connection, in place of which there is another one then.
    @Nullable Command read() throws IOException {
        try {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            return CommandCodec.decode(ByteBuffer.wrap(frame));
        } catch (EOFException | SocketException closed) {
            in = connect();
            return null;
        }
    }

    int clientPort() {
        return socket.getLocalPort();
    }

    /// Empty when it is in no queue yet: it is delayed.
    Optional<byte[]> message(long position) {
        return storage.messages().message(position).map(found -> found.copy().array());
    }

    long maxOffset(String topic) {
        return storage.messages().maxOffset(topic, 0);
    }

    @Nullable Throwable failure() {
        return failure.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.close();
        broker.close();
        transport.close();
    }
}
