package io.skylark.nameserver;

import io.skylark.net.Connection;
import io.skylark.net.Dialer;
import io.skylark.net.NetConfig;
import io.skylark.net.NetServer;
import io.skylark.net.Router;
import io.skylark.net.Transport;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.Registration;
import io.skylark.protocol.body.DataVersion;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

import static org.assertj.core.api.Assertions.assertThat;

/// A name server that listens on a free port, on a clock and a scheduler that the test moves.
final class RunningNameServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final AtomicLong clock = new AtomicLong();
    final NameServer nameServer;
    private final Map<Runnable, Duration> scheduled = new LinkedHashMap<>();
    private final Transport transport = new Transport(NetConfig.STANDARD);
    private final NetServer listener;

    RunningNameServer(NameServerConfig config) throws IOException {
        nameServer = NameServer.open(config, clock::get);
        Router.Builder routes = Router.builder();
        nameServer.routes(routes);
        listener = NetServer.bind(
                transport, NetConfig.STANDARD, new InetSocketAddress("0.0.0.0", 0), routes.build(NetConfig.STANDARD));
        nameServer.start((interval, task) -> {
            scheduled.put(task, interval);
            return () -> scheduled.remove(task);
        });
    }

    Connection dial(String host) {
        Router none = Router.builder().build(NetConfig.STANDARD);
        try {
            return new Dialer(transport, NetConfig.STANDARD, none, LIMIT)
                    .dial(host, listener.port())
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("cannot connect", failed);
        }
    }

    Connection dial() {
        return dial("127.0.0.1");
    }

    static Command call(Connection connection, Command request) {
        try {
            return connection.call(request, LIMIT).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError("no answer", failed);
        }
    }

    /// A request with fields given as name, value, name, value.
    static Command request(int code, byte[] body, String... fields) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            map.put(fields[i], fields[i + 1]);
        }
        return Command.request(code, 0, map, ByteBuffer.wrap(body));
    }

    /// The body of a registration.
    static byte[] body(long counter, String... topics) {
        Map<String, TopicConfig> configs = Arrays.stream(topics)
                .collect(Collectors.toMap(topic -> topic, topic -> TopicConfig.of(topic, 8, 6)));
        return Json.encode(new Registration.Body(
                TopicTable.of(configs, new DataVersion(0L, 1, counter)), List.of()));
    }

    /// A registration; fields given as `more` win.
    static Command register(String name, String address, long id, byte[] body, String... more) {
        CRC32 crc = new CRC32();
        crc.update(body);
        String[] fields = {
            "brokerName", name, "brokerAddr", address, "clusterName", "DefaultCluster", "haServerAddr",
            address.replace("11", "12"), "brokerId", String.valueOf(id), "compressed", "false", "bodyCrc32",
            String.valueOf(crc.getValue() & Integer.MAX_VALUE)
        };
        String[] all = Arrays.copyOf(fields, fields.length + more.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return request(103, body, all);
    }

    /// The question for a route, from a client of some version.
    static Command route(String topic, int version, String... more) {
        String[] fields = Arrays.copyOf(more, more.length + 2);
        fields[more.length] = "topic";
        fields[more.length + 1] = topic;
        Command plain = request(105, fields);
        return new Command(plain.code(), plain.language(), version, 0, 0, null, plain.fields(), plain.body());
    }

    static Command request(int code, String... fields) {
        return request(code, new byte[0], fields);
    }

    static String text(Command command) {
        return new String(command.bodyBytes(), StandardCharsets.UTF_8);
    }

    /// Code, fields, remark and body of an answer.
    static String all(Command command) {
        return command.code() + " " + new TreeMap<>(command.fields())
                + (command.remark() == null ? "" : " " + command.remark())
                + (command.body().hasRemaining() ? " " + text(command) : "");
    }

    /// Moves the clock and runs the scan that is due then.
    void scanAfter(Duration time) {
        clock.addAndGet(time.toNanos());
        assertThat(scheduled.values()).containsExactly(Duration.ofSeconds(5));
        scheduled.keySet().forEach(Runnable::run);
    }

    int scheduledTasks() {
        return scheduled.size();
    }

    /// Waits for what other threads bring about. `condition` is itself a round trip, so this is no busy loop.
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it does not happen").isLessThan(deadline);
        }
    }

    @Override
    public void close() {
        nameServer.close();
        listener.close();
        transport.close();
    }
}
