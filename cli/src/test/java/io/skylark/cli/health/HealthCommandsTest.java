package io.skylark.cli.health;

import io.skylark.cli.FakeCluster;
import io.skylark.cli.Run;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class HealthCommandsTest {
    private static final int OK = 0;
    private static final int WARNING = 1;
    private static final int CRITICAL = 2;
    private static final int UNKNOWN = 3;

    private final FakeCluster cluster = new FakeCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private Run run(String... words) {
        return Run.of(cluster, words);
    }

    @Test
    void saysWhetherAClusterIsReady() throws IOException {
        assertThat(run("check", "ready")).isEqualTo(
                new Run(OK, "READY OK - 1 of 1 brokers answer | brokers=1;;1:\n", ""));
        assertThat(run("check", "ready", "--brokers", "2").exitCode()).isEqualTo(CRITICAL);
        assertThat(run("check", "ready", "--nonsense").exitCode()).isEqualTo(UNKNOWN);
        Run nobody = Run.of("check", "ready", "-n", nobody());
        assertThat(nobody.exitCode()).isEqualTo(CRITICAL);
        assertThat(nobody.out()).startsWith("READY CRITICAL - No name server");
        assertThat(Run.of("-n", cluster.address() + ";" + nobody(), "check", "ready").exitCode()).isEqualTo(WARNING);
    }

    /// An address where nobody listens: the port was free a moment ago.
    private static String nobody() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return "127.0.0.1:" + probe.getLocalPort();
        }
    }

    @Test
    void comparesDisksWithLimits() {
        assertThat(run("check", "disk").exitCode()).isEqualTo(UNKNOWN);
        cluster.runtime(Map.of("commitLogDiskRatio", "0.80"));
        assertThat(run("check", "disk")).isEqualTo(
                new Run(WARNING, "DISK WARNING - broker-a 80.0 % | broker-a=80.0%;75;90\n", ""));
        assertThat(run("check", "disk", "--critical", "80").exitCode()).isEqualTo(CRITICAL);
        assertThat(run("check", "disk", "--warning", "81").exitCode()).isEqualTo(OK);
    }

    @Test
    void comparesTheLagOfAGroupWithLimits() {
        String progress = "{\"offsetTable\":{{\"topic\":\"orders\",\"brokerName\":\"broker-a\",\"queueId\":1}:"
                + "{\"brokerOffset\":50,\"consumerOffset\":8,\"lastTimestamp\":0}}}";
        cluster.answer(208, request -> FakeCluster.success().withBody(progress.getBytes(StandardCharsets.UTF_8)));
        assertThat(run("check", "lag", "billing")).isEqualTo(new Run(OK, "LAG OK - group billing is 42 messages behind,"
                + " 42 of them in orders/broker-a/1 | lag=42;1000;100000\n", ""));
        assertThat(run("check", "lag", "billing", "--warning", "42").exitCode()).isEqualTo(WARNING);
        assertThat(run("check", "lag", "billing", "--critical", "10").exitCode()).isEqualTo(CRITICAL);
    }

    @Test
    void namesWhatIsWrongAndWhatToDo() throws IOException {
        cluster.runtime(Map.of("commitLogDiskRatio", "0.95", "bootTimestamp", "1000", "runtime",
                "[ 0 days, 0 hours, 0 minutes, 1 seconds ]"));
        Run sick = run("doctor");
        assertThat(sick.exitCode()).isEqualTo(1);
        assertThat(sick.out()).contains("[ok]   java", "knows broker-a", "[FAIL] broker broker-a disk", "95.0 % full",
                "[warn] broker broker-a clock", "-> Delayed messages and resets by time follow it: run NTP");
        Run alone = Run.of("doctor", "-n", nobody(), "-o", "json");
        assertThat(alone.exitCode()).isEqualTo(1);
        assertThat(alone.out()).contains("\"state\":\"failed\"", "bin/mqnamesrv");
    }
}
