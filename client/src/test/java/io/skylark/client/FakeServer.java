package io.skylark.client;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.SerializeType;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;

/// A server on a free port of the loopback that answers as a test tells it to.
public final class FakeServer implements AutoCloseable {
    /// Called on a thread of the connection.
    public interface Handler {
        void handle(Peer peer, Command request);
    }

    /// One connection.
    public static final class Peer {
        private final Socket socket;

        Peer(Socket socket) {
            this.socket = socket;
        }

        public void send(Command command) {
            write(CommandCodec.encode(command, SerializeType.JSON));
        }

        public void answer(Command request, Command answer) {
            send(answer.withOpaque(request.opaque()));
        }

        public synchronized void write(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        /// Of an encrypted connection: wants new keys, or to begin anew before TLS 1.3.
        public void agreeAgain() {
            try {
                ((SSLSocket) socket).startHandshake();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        public boolean isClosed() {
            return socket.isClosed();
        }

        public void close() {
            try {
                socket.close();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        @Override
        public String toString() {
            return socket.toString();
        }
    }

    private final ServerSocket listener;
    private final Handler handler;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<Command> requests = new CopyOnWriteArrayList<>();
    private final Thread acceptor;

    public FakeServer(Handler handler) {
        this(handler, ServerSocketFactory.getDefault());
    }

    /// @param sockets may encrypt
    public FakeServer(Handler handler, ServerSocketFactory sockets) {
        this.handler = handler;
        try {
            listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        acceptor = daemon(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /// Everything that was received, of all connections.
    public List<Command> requests() {
        return requests;
    }

    /// All connections there ever were.
    public List<Peer> peers() {
        return peers;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Peer peer = new Peer(socket);
                peers.add(peer);
                daemon(() -> serve(peer));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Peer peer) {
        try (DataInputStream in = new DataInputStream(peer.socket.getInputStream())) {
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                Command command = CommandCodec.decode(ByteBuffer.wrap(frame));
                requests.add(command);
                handler.handle(peer, command);
            }
        } catch (IOException | UncheckedIOException closed) {
            // The test closed one side.
        }
    }

    /// Returns when nobody can connect any more: a thread inside `accept` may still be given a connection after the
    /// listening socket was closed.
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        peers.forEach(Peer::close);
    }
}
