package io.skylark.server.node;

import io.skylark.client.SkylarkClient;
import io.skylark.client.admin.ResetTo;
import io.skylark.client.consumer.pull.PullConsumer;
import io.skylark.client.consumer.pull.ReadFrom;
import io.skylark.client.consumer.pull.TopicReader;
import io.skylark.client.message.Message;
import io.skylark.client.producer.Producer;
import io.skylark.console.metrics.Metric;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a broker shows over HTTP.
class ConsoleTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String COMMON = "cluster=\"DefaultCluster\",";

    private final NodeKeys keys;
    private final int nameServer;
    private final int http;

    ConsoleTest(@TempDir Path folder) throws IOException {
        keys = new NodeKeys(folder);
        nameServer = FreePorts.withOldClients();
        http = FreePorts.withOldClients();
        keys.put("namesrvListenPort", nameServer);
        keys.put("listenPort", FreePorts.withOldClients());
        keys.put("httpListenPort", http);
    }

    private static HttpResponse<String> get(int port, String target, String accept)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                    .timeout(LIMIT)
                    .header("Accept", accept)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> get(int port, String target) throws IOException, InterruptedException {
        return get(port, target, "*/*");
    }

    private void sendAndRead() {
        try (SkylarkClient client = SkylarkClient.connect("127.0.0.1:" + nameServer)) {
            Producer producer = client.producer("p").build();
            producer.send(Message.of("orders", "hello"));
            producer.send(Message.of("orders", "hello again"));
            try (TopicReader reader = client.read("orders", ReadFrom.EARLIEST)) {
                assertThat(reader.poll(LIMIT)).isNotEmpty();
            }
        }
    }

    /// The values of the series of a metric, whatever their labels.
    private static List<Double> values(String page, String name, String label) {
        return page.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    @Test
    void countsWhatComesAndGoes() throws StartFailure, IOException, InterruptedException {
        try (Node node = keys.both()) {
            assertThat(node.bootLines()).hasSize(2);
            sendAndRead();
            HttpResponse<String> response = get(http, "/metrics");
            String page = response.body();

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/plain; version=0.0.4");
            assertThat(page).contains(COMMON, "node_id=\"broker-a\"", "node_type=\"broker\"");
            String orders = "topic=\"orders\"";
            assertThat(values(page, "rocketmq_messages_in_total", orders)).containsExactly(2.0);
            assertThat(values(page, "rocketmq_throughput_in_total", orders).getFirst()).isGreaterThan(180);
            assertThat(values(page, "rocketmq_message_size_count", orders)).containsExactly(2.0);
            assertThat(values(page, "rocketmq_messages_out_total", orders).stream().mapToDouble(value -> value).sum())
                    .isBetween(1.0, 2.0);
            assertThat(values(page, "rocketmq_rpc_latency_milliseconds_count", "response_code=\"0\"")).isNotEmpty();
            assertThat(values(page, "rocketmq_storage_size_bytes", "storage_medium=\"disk\"").getFirst()).isPositive();
            assertThat(values(page, "rocketmq_broker_permission", "")).containsExactly(6.0);
            assertThat(values(page, "skylark_storage_accepts_messages", "")).containsExactly(1.0);
        }
    }

    @Test
    void tellsWhatAGroupHasPulledAndNotCommitted() throws StartFailure, IOException, InterruptedException {
        try (Node node = keys.both(); SkylarkClient client = SkylarkClient.connect("127.0.0.1:" + nameServer)) {
            assertThat(node.bootLines()).hasSize(2);
            client.producer("p").build().send(Message.of("orders", "hello"));
            client.admin().groups().create("slow");
            client.admin().groups().reset("slow", "orders", ResetTo.earliest());
            try (PullConsumer consumer = client.pullConsumer("slow").manualCommit().start()) {
                consumer.assign(consumer.queues("orders"));
                assertThat(consumer.poll(LIMIT)).hasSize(1);
            }
            String page = get(http, "/metrics").body();

            String slow = "consumer_group=\"slow\"";
            assertThat(values(page, "rocketmq_consumer_lag_messages", slow)).containsExactly(1.0);
            assertThat(values(page, "rocketmq_consumer_inflight_messages", slow)).containsExactly(1.0);
            assertThat(values(page, "rocketmq_consumer_ready_messages", slow)).containsExactly(0.0);
        }
    }

    @Test
    void showsNothingThatIsNotListed() throws StartFailure, IOException, InterruptedException {
        try (Node node = keys.both()) {
            assertThat(node.bootLines()).hasSize(2);
            sendAndRead();
            Set<String> shown = new TreeSet<>();
            get(http, "/metrics").body().lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> shown.add(line.replaceFirst("[{ ].*", "")));

            assertThat(Metric.allSeriesNames()).containsAll(shown);
            assertThat(shown).contains(
                    "rocketmq_timing_messages", "rocketmq_half_messages", "rocketmq_delay_message_latency_seconds_count",
                    "rocketmq_finish_message_latency_milliseconds_bucket", "rocketmq_storage_flush_behind_bytes",
                    "rocketmq_storage_dispatch_behind_bytes", "rocketmq_topic_number",
                    "rocketmq_consumer_group_number", "rocketmq_storage_message_reserve_time_milliseconds");
        }
    }

    @Test
    void speaksOpenMetricsToThoseWhoPreferIt() throws StartFailure, IOException, InterruptedException {
        try (Node node = keys.both()) {
            assertThat(node.bootLines()).hasSize(2);
            HttpResponse<String> response =
                    get(http, "/metrics", "application/openmetrics-text; version=1.0.0; charset=utf-8");

            assertThat(response.headers().firstValue("content-type").orElse(""))
                    .startsWith("application/openmetrics-text");
            assertThat(response.body()).endsWith("# EOF\n");
        }
    }

    @Test
    void isReadyWhenItIsKnownToANameServer() throws StartFailure, IOException, InterruptedException {
        try (Node node = keys.both()) {
            assertThat(node.bootLines()).hasSize(2);
            for (String page : List.of("/health/live", "/health/startup", "/health/ready")) {
                assertThat(get(http, page).statusCode()).as(page).isEqualTo(200);
            }
            assertThat(get(http, "/health/ready").body()).contains("\"status\":\"UP\"", "\"storage\":\"UP\"");
        }
    }

    @Test
    void isNotReadyWhileItIsDrainedAlsoAfterARestart() throws StartFailure, IOException, InterruptedException {
        String broker = "127.0.0.1:" + keys.get("listenPort");
        try (Node node = keys.both(); SkylarkClient client = SkylarkClient.connect("127.0.0.1:" + nameServer)) {
            assertThat(node.state().sentence()).contains("broker-a ready at ");
            client.admin().brokers().change(broker, Map.of("brokerPermission", "4"));
            assertThat(node.state()).isEqualTo(new NodeState(true, "name server ready at 0.0.0.0:" + nameServer
                    + "; broker-a is drained, 0 messages, 0 transactions and 0 delayed messages are left"));
            HttpResponse<String> ready = get(http, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"draining\":\"DOWN\"", "the broker is drained: it takes no new messages");
            assertThat(get(http, "/health/live").statusCode()).isEqualTo(200);
        }
        try (Node node = keys.both(); SkylarkClient client = SkylarkClient.connect("127.0.0.1:" + nameServer)) {
            assertThat(node.state().sentence()).contains("broker-a is drained");
            client.admin().brokers().change(broker, Map.of("brokerPermission", "6"));
            assertThat(node.state().sentence()).contains("broker-a ready at ");
            assertThat(get(http, "/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void livesWithoutANameServerButIsNotReady() throws StartFailure, IOException, InterruptedException {
        keys.remove("namesrvListenPort");
        keys.put("namesrvAddr", "127.0.0.1:" + nameServer);
        keys.put("brokerIP1", "127.0.0.1");
        try (Node node = keys.broker()) {
            assertThat(node.bootLines()).hasSize(1);
            assertThat(get(http, "/health/live").statusCode()).isEqualTo(200);
            HttpResponse<String> ready = get(http, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("\"registered\":\"DOWN\"", "no name server knows the broker");
        }
    }

    @Test
    void goesOnWithoutThePortThatNobodyAskedFor() throws StartFailure, IOException {
        keys.remove("httpListenPort");
        try (ServerSocket other = bound(8_088); Node node = keys.both()) {
            assertThat(other.isBound()).isTrue();
            assertThat(node.bootLines()).hasSize(2);
            sendAndRead();
        }
    }

    /// It does not matter who has the port.
    private static ServerSocket bound(int port) throws IOException {
        try {
            return new ServerSocket(port);
        } catch (BindException taken) {
            return new ServerSocket(0);
        }
    }

    @Test
    void doesNotStartWithoutThePortThatSomebodyAskedFor() throws IOException {
        try (ServerSocket other = new ServerSocket(http)) {
            assertThatThrownBy(keys::both)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("cannot listen on 0.0.0.0:" + other.getLocalPort())
                    .hasMessageContaining("httpListenPort");
        }
    }

    @Test
    void servesMetricsWhereTheExporterOfRocketMqWouldBe() throws StartFailure, IOException, InterruptedException {
        int exporter = FreePorts.withOldClients();
        keys.put("metricsExporterType", "PROM");
        keys.put("metricsPromExporterPort", exporter);
        keys.put("httpListenPort", 0);
        try (Node node = keys.both()) {
            assertThat(node.bootLines()).hasSize(2);
            assertThat(get(exporter, "/metrics").body()).contains("rocketmq_broker_permission");
        }
    }
}
