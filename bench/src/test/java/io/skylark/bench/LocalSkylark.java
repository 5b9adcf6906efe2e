package io.skylark.bench;

import io.skylark.broker.Broker;
import io.skylark.broker.config.BrokerConfig;
import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.net.NetConfig;
import io.skylark.net.NetServer;
import io.skylark.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// A Skylark broker in this process, without a name server.
public final class LocalSkylark implements AutoCloseable {
    private static final long MEMORY_BYTES = 1L << 30;

    private final Transport transport = new Transport(NetConfig.STANDARD);
    private final Broker broker;
    private final NetServer server;

    public LocalSkylark(Path folder, String brokerName) throws IOException {
        int[] port = new int[1];
        broker = new Broker(BrokerConfig.standard(brokerName, 0), NetConfig.STANDARD,
                Storage.open(folder, LogConfig.dev(), InstantSource.system()), List.of(), () -> port[0],
                () -> "127.0.0.1:" + port[0], MEMORY_BYTES, InstantSource.system());
        broker.recover(failure -> {
            throw new AssertionError("the log failed", failure);
        });
        server = NetServer.bind(transport, NetConfig.STANDARD,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), broker.router());
        port[0] = server.port();
        broker.start();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    @Override
    public void close() {
        server.close();
        broker.close();
        transport.close();
    }
}
