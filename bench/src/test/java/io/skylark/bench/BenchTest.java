package io.skylark.bench;

import io.skylark.bench.load.FakeBroker;
import io.skylark.bench.load.LoadResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
final class BenchTest {
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... args) {
        return Bench.commandLine(new Bench())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(args);
    }

    @Test
    void namesTheRows() {
        assertThat(run("compare", "--list-rows")).isEqualTo(CommandLine.ExitCode.OK);
        assertThat(output.toString()).contains("send-1k-c1000", "e2e-1k", "(goal)");
    }

    @Test
    void unknownRowsAndPeersAreWrongOptions() {
        assertThat(run("compare", "--peers", "skylark", "--rows", "nothing")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("no row nothing");
        assertThat(run("compare", "--peers", "pulsar")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("no peer pulsar");
        assertThat(run("clients", "--rows", "nothing")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("no row nothing; there are sync-1k, async-1k, async-100, push-1k");
        assertThat(run("clients", "--peers", "kafka")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("no peer kafka: the clients do not speak to it");
        assertThat(run("storage", "--rows", "nothing")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("no row nothing; there are append, read, tail, recovery, queues");
        assertThat(run("storage", "--topics", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("0 topics of 100 queues");
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() {
        assertThat(run("send", "-n", "127.0.0.1:1")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString().strip()).contains("127.0.0.1:1 is not reachable").doesNotContain("\n");
        assertThat(run("e2e", "-n", "nonsense")).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        assertThat(errors.toString()).contains("not an address of the form host:port: nonsense");
    }

    @Test
    void sendsConsumesAndGoesEndToEndWhereTheRouteSays() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE);
                FakeNameServer nameServer = new FakeNameServer(broker.address())) {
            String address = InetAddress.getLoopbackAddress().getHostAddress() + ":" + nameServer.address().getPort();
            String[] common = {"-n", address, "-c", "2", "--seconds", "0.2", "--warm-up", "0.05"};
            assertThat(run(with(common, "send", "-s", "100", "-w", "4", "--batch", "2"))).as(this::printed).isZero();
            assertThat(output.toString()).contains("send: ").contains("latency in us: p50");
            assertThat(run(with(common, "consume", "--json"))).as(this::printed).isZero();
            assertThat(output.toString()).contains("\"work\":\"consume\"", "\"failures\":{}");
            assertThat(run(with(common, "e2e", "--rate", "500", "--binary"))).as(this::printed).isZero();
            assertThat(output.toString()).contains("end to end: ");
            assertThat(errors.toString()).isEmpty();
        }
    }

    private String printed() {
        return output.toString() + errors;
    }

    private static String[] with(String[] common, String... args) {
        String[] all = Arrays.copyOf(args, args.length + common.length);
        System.arraycopy(common, 0, all, args.length, common.length);
        return all;
    }

    @Test
    void failuresAreInTheSummary() {
        Histogram latency = new Histogram(3);
        latency.recordValue(2_000_000);
        LoadResult result =
                new LoadResult(Duration.ofSeconds(2), 10, 320, 32_000_000, latency, Map.of("send: code 2: busy", 4L));
        Summary summary = Summary.of("send", result);
        assertThat(summary.text()).contains("320 messages in 2.0 s: 160 msg/s, 16.0 MB/s", "max 2,00",
                "failed: 4 x send: code 2: busy");
        assertThat(summary.json()).contains("\"messagesPerSecond\":160", "\"send: code 2: busy\":4").endsWith("}\n");
    }
}
