package io.skylark.cli;

import io.skylark.message.Host;
import io.skylark.message.MessageDraft;
import io.skylark.message.MessageLayout;
import io.skylark.message.Properties;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.BrokerData;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.json.Json;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A name server and its only broker, `broker-a` of cluster `C`, at one address of the loopback. Answers what a test tells
/// it to; other questions are not supported. Shared by the test and the threads of its connections.
public final class FakeCluster implements AutoCloseable {
    private final ServerSocket listener;
    private final Map<Integer, Function<Command, Command>> answers = new ConcurrentHashMap<>();
    private final List<Command> requests = new CopyOnWriteArrayList<>();

    public FakeCluster() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        BrokerData broker = new BrokerData("C", "broker-a", Map.of(0L, address()), false, null);
        body(106, new Route.Cluster(Map.of("broker-a", broker), Map.of("C", Set.of("broker-a"))));
        answer(34, request -> success());
        answer(35, request -> success());
        answer(105, request -> code(ResponseCode.TOPIC_NOT_EXIST, "No topic route info in name server"));
        daemon(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    public FakeCluster answer(int code, Function<Command, Command> answer) {
        answers.put(code, answer);
        return this;
    }

    public FakeCluster body(int code, Object body) {
        return answer(code, request -> success().withBody(Json.encode(body)));
    }

    /// Figures that the broker tells of itself.
    public FakeCluster runtime(Map<String, String> figures) {
        return body(28, new KeyValueTable(figures));
    }

    /// Lets the name server know a topic.
    public FakeCluster route(String topic, int queues, int permission) {
        BrokerData broker = new BrokerData("C", "broker-a", Map.of(0L, address()), false, null);
        TopicRoute route = new TopicRoute(
                null, List.of(new QueueData("broker-a", queues, queues, permission, 0)), List.of(broker), Map.of());
        Function<Command, Command> others = answers.getOrDefault(105, request -> success());
        return answer(105, request ->
                topic.equals(request.field("topic")) ? success().withBody(Json.encode(route)) : others.apply(request));
    }

    public static Command success() {
        return Command.response(ResponseCode.SUCCESS, null);
    }

    public static Command code(int code, String remark) {
        return Command.response(code, remark);
    }

    /// The requests of a code that came.
    public List<Command> requests(int code) {
        return requests.stream().filter(request -> request.code() == code).toList();
    }

    /// A stored message as brokers send it, stored at the time 1,700,000,000,000 plus its offset.
    public static byte[] message(String topic, int queueId, long offset, String body, Map<String, String> properties) {
        return message(topic, queueId, offset, 0, body, properties);
    }

    public static byte[] message(
            String topic, int queueId, long offset, int sysFlag, String body, Map<String, String> properties) {
        Host host = Host.of(new byte[] {127, 0, 0, 1}, 10911);
        MessageDraft draft = new MessageDraft(
                topic.getBytes(StandardCharsets.UTF_8), queueId, 0, sysFlag, 1_699_999_999_000L, host, host, 0, 0,
                ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
                ByteBuffer.wrap(Properties.encode(properties).getBytes(StandardCharsets.UTF_8)));
        ByteBuffer bytes = ByteBuffer.allocate(draft.encodedSize());
        draft.encode(bytes, 1_700_000_000_000L + offset);
        MessageLayout.place(bytes, 0, offset, 4096);
        return bytes.array();
    }

    private static void daemon(Runnable task) {
        Thread.ofPlatform().daemon().name("fake-cluster").start(task);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; DataInputStream in = new DataInputStream(socket.getInputStream())) {
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                Command request = CommandCodec.decode(ByteBuffer.wrap(frame));
                requests.add(request);
                Command answer = answers.getOrDefault(request.code(), any -> code(
                        ResponseCode.REQUEST_CODE_NOT_SUPPORTED, "not supported")).apply(request);
                if (!request.isOneway()) {
                    socket.getOutputStream().write(
                            CommandCodec.encode(answer.withOpaque(request.opaque()), SerializeType.JSON));
                }
            }
        } catch (IOException closed) {
            // The test or the command closed one side.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
