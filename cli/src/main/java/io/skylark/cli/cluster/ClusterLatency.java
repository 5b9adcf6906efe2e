package io.skylark.cli.cluster;

import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.ProgressLine;
import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.Admin;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skylark cluster latency`
@Command(
        mixinStandardHelpOptions = true,
        description = "In ms. Without --topic nothing is stored: brokers are asked for their state. With --topic messages"
                + " are sent there, one after another.")
final class ClusterLatency implements Callable<Integer> {
    /// Times of one server, in order.
    private record Row(String server, List<Long> nanos) {
        double at(double part) {
            return millis(nanos.get((int) Math.min(nanos.size() - 1L, Math.round(part * (nanos.size() - 1)))));
        }

        private static double millis(long nanos) {
            return Math.round(nanos / (double) TimeUnit.MICROSECONDS.toNanos(10)) / 100.0;
        }
    }

    private static final Columns<Row> COLUMNS = Columns.named("server", Row::server)
            .with("calls", (Row row) -> row.nanos.size())
            .with("fastest", (Row row) -> row.at(0))
            .with("median", (Row row) -> row.at(0.5))
            .with("p99", (Row row) -> row.at(0.99))
            .with("slowest", (Row row) -> row.at(1));

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Option(names = "--count", paramLabel = "N", description = "calls to each, or messages (default: ${DEFAULT-VALUE})")
    private int count = 20;

    @Option(names = {"-t", "--topic"}, paramLabel = "TOPIC", description = "send messages to it")
    private Optional<String> topic = Optional.empty();

    @Option(names = "--size", paramLabel = "BYTES", description = "of the body of a message (default: ${DEFAULT-VALUE})")
    private int size = 128;

    private final Map<String, List<Long>> times = new LinkedHashMap<>();

    @Override
    public Integer call() {
        if (count < 1 || size < 1) {
            throw new IllegalArgumentException("--count and --size must be at least 1");
        }
        return cluster.use(client -> {
            if (topic.isPresent()) {
                send(client, topic.get());
            } else {
                ask(client.admin());
            }
            output.list(COLUMNS, times.entrySet().stream()
                    .map(each -> new Row(each.getKey(), each.getValue().stream().sorted().toList()))
                    .toList());
        });
    }

    private void ask(Admin admin) {
        List<String> brokers = admin.cluster().brokers().stream()
                .flatMap(broker -> broker.addresses().values().stream())
                .toList();
        for (String address : brokers) {
            admin.cluster().runtime(address); // connects
            for (int i = 0; i < count; i++) {
                long begin = System.nanoTime();
                admin.cluster().runtime(address);
                add(address, begin);
            }
        }
    }

    private void send(SkylarkClient client, String name) {
        ProgressLine line = ProgressLine.onTerminal(output.err());
        try (Producer producer = client.producer("skylark-cli").build()) {
            Message message = Message.of(name, "x".repeat(size));
            producer.send(message); // connects
            for (int i = 0; i < count; i++) {
                int done = i;
                line.show(() -> done + " of " + count + " messages");
                long begin = System.nanoTime();
                add(producer.send(message).queue().brokerName(), begin);
            }
        }
        line.end();
    }

    private void add(String server, long begin) {
        times.computeIfAbsent(server, any -> new ArrayList<>()).add(System.nanoTime() - begin);
    }
}
