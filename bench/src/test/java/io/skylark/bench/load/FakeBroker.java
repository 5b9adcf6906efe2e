package io.skylark.bench.load;

import io.skylark.message.BatchBody;
import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.header.Empty;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A broker in memory, one thread for each connection: stores what is sent, gives what is pulled, holds pulls until
/// something comes. What it does with sends can be changed.
public final class FakeBroker implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Map<Integer, List<byte[]>> queues = new ConcurrentHashMap<>();
    private final Sends sends;

    /// What becomes of the sends of one connection.
    public interface Sends {
        Sends STORE = (connection, request) -> connection.store(request);

        void sent(Connection connection, Command request) throws IOException;
    }

    public FakeBroker(Sends sends) throws IOException {
        this.sends = sends;
        this.listener = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    int connections() {
        return sockets.size();
    }

    int stored() {
        return queues.values().stream().mapToInt(List::size).sum();
    }

    int queuesUsed() {
        return queues.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> new Connection(socket).serve());
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /// One client.
    public final class Connection {
        private final Socket socket;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        private void serve() {
            try (DataInputStream input = new DataInputStream(socket.getInputStream())) {
                while (true) {
                    Command request = CommandCodec.decode(ByteBuffer.wrap(input.readNBytes(input.readInt())));
                    switch (request.code()) {
                        case SendMessage.V2, SendMessage.BATCH -> sends.sent(this, request);
                        case PullMessage.CODE -> Thread.ofVirtual().start(() -> pull(request));
                        case 17 -> answer(request, Topics.CREATE.success(Empty.EMPTY));
                        case 30 -> answer(request, QueueOffsets.MAX.success(new QueueOffsets.Offset(
                                queue(QueueOffsets.MAX.decodeRequest(request).queueId()).size())));
                        case 31 -> answer(request, QueueOffsets.MIN.success(new QueueOffsets.Offset(0)));
                        default -> answer(request, Command.response(3, "request type not supported"));
                    }
                }
            } catch (IOException closed) {
                // the client has gone
            }
        }

        public void close() throws IOException {
            socket.close();
        }

        public void store(Command request) throws IOException {
            SendMessage.Request header = SendMessage.API.decodeRequest(request);
            List<ByteBuffer> bodies = Boolean.TRUE.equals(header.batch())
                    ? BatchBody.split(request.body()).stream().map(BatchBody.Inner::body).toList()
                    : List.of(request.body());
            List<byte[]> queue = queue(header.queueId());
            long first;
            synchronized (queue) {
                first = queue.size();
                bodies.forEach(body -> queue.add(encode(header, queue.size(), body)));
                queue.notifyAll();
            }
            answer(request, SendMessage.API.success(
                    new SendMessage.Response("id", header.queueId(), first, null, null, null)));
        }

        private byte[] encode(SendMessage.Request header, long offset, ByteBuffer body) {
            Host host = Host.of(address());
            MessageDraft draft = new MessageDraft(header.topic().getBytes(StandardCharsets.UTF_8), header.queueId(),
                    0, 0, 1, host, host, 0, 0, body, ByteBuffer.allocate(0));
            ByteBuffer target = ByteBuffer.allocate(draft.encodedSize());
            draft.encode(target, 2);
            MessageLayout.place(target, 0, offset, 0);
            return target.array();
        }

        private void pull(Command request) {
            PullMessage.Request header = PullMessage.API.decodeRequest(request);
            List<byte[]> queue = queue(header.queueId());
            try {
                List<byte[]> found;
                synchronized (queue) {
                    while (header.has(PullMessage.FLAG_SUSPEND) && queue.size() <= header.queueOffset()) {
                        queue.wait();
                    }
                    int from = (int) Math.min(queue.size(), header.queueOffset());
                    int to = Math.min(queue.size(), from + header.maxMsgNums());
                    found = new ArrayList<>(queue.subList(from, to));
                }
                ByteBuffer body = ByteBuffer.allocate(found.stream().mapToInt(bytes -> bytes.length).sum());
                found.forEach(body::put);
                int code = found.isEmpty() ? ResponseCode.PULL_NOT_FOUND : ResponseCode.SUCCESS;
                answer(request, PullMessage.API.response(code, new PullMessage.Response(
                        0, header.queueOffset() + found.size(), 0, queue.size(), null, null, null))
                        .withBody(body.flip()));
            } catch (InterruptedException | IOException gone) {
                Thread.currentThread().interrupt();
            }
        }

        private List<byte[]> queue(int id) {
            return queues.computeIfAbsent(id, key -> new ArrayList<>());
        }

        public void answer(Command request, Command response) throws IOException {
            byte[] bytes = CommandCodec.encode(response.withOpaque(request.opaque()), SerializeType.JSON);
            synchronized (socket) {
                socket.getOutputStream().write(bytes);
            }
        }
    }
}
