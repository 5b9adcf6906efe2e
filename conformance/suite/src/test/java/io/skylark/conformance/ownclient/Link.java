package io.skylark.conformance.ownclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The network between a client and one server: forwards bytes, late or not at all when a scenario says so. Two threads
/// for each connection.
final class Link implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final String host;
    private final int port;
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean frozen;
    private volatile Duration delay = Duration.ZERO;

    /// @param server `host:port`
    Link(String server) {
        int colon = server.lastIndexOf(':');
        host = server.substring(0, colon);
        port = Integer.parseInt(server.substring(colon + 1));
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /// From now on nothing arrives, and nobody is told.
    void freeze() {
        frozen = true;
    }

    /// What was frozen stays so: a connection that lost bytes is of no use.
    void heal() {
        frozen = false;
        delay = Duration.ZERO;
    }

    /// From now on every piece that the server sends comes later.
    void slow(Duration value) {
        delay = value;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                Socket server = new Socket(host, port);
                sockets.add(server);
                Thread.ofVirtual().start(() -> forward(client, server, false));
                Thread.ofVirtual().start(() -> forward(server, client, true));
            }
        } catch (IOException closed) {
            // The scenario ended, or the server is away: its clients find that out by themselves.
        }
    }

    private void forward(Socket from, Socket to, boolean slowed) {
        byte[] chunk = new byte[CHUNK];
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (frozen) {
                    waitUntilClosed(from);
                    return;
                }
                LockSupport.parkNanos(slowed ? delay.toNanos() : 0);
                out.write(chunk, 0, read);
            }
        } catch (IOException ended) {
            // One side closed; the other is closed with it.
        }
    }

    /// Reads nothing more, so that the sender's buffers fill up.
    private static void waitUntilClosed(Socket socket) {
        while (!socket.isClosed()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
