package io.skylark.bench.clients;

import io.skylark.bench.load.Interval;
import io.skylark.bench.peer.RocketMqPeer;
import io.skylark.bench.peer.SkylarkPeer;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class ClientTableTest {
    private final Map<String, List<Sample>> samples = new HashMap<>();

    private void measured(Contender contender, Sample... runs) {
        samples.put(ClientTable.key("skylark", Match.all().get(1), contender), List.of(runs));
    }

    private static Sample sample(double perSecond, double cpuMicros, double allocated, double failures) {
        return new Sample(perSecond, cpuMicros, allocated, 2, 0, 0, failures);
    }

    @Test
    void comparesMediansWithTheFastestOfficialClient() throws IOException {
        measured(Contender.OFFICIAL, sample(50_000, 16, 6000, 0));
        measured(Contender.OFFICIAL_BATCHING,
                sample(90_000, 9, 4000, 1), sample(100_000, 4, 4000, 0), sample(120_000, 3, 5000, 0));
        measured(Contender.SKYLARK_BATCHING, sample(300_000, 1, 2000, 0));
        ClientComparison.Plan plan = new ClientComparison.Plan(
                List.of(new SkylarkPeer("skylark", RocketMqPeer.SYNC_FLUSH, Path.of("nowhere"))), List.of("async-1k"),
                3, Interval.of(Duration.ZERO, Duration.ofSeconds(1)), Duration.ZERO, 0, List.of(), Path.of("."));
        Libraries official = new Libraries(
                List.of(Libraries.place(Command.class), Libraries.place(StoredMessage.class)));
        Libraries skylark = new Libraries(List.of(Libraries.place(StoredMessage.class)));

        List<String> lines = ClientTable.render(plan, samples, official, skylark)
                .lines().map(line -> line.replaceAll(" +", " ")).toList();

        assertThat(lines).contains(
                "| skylark | asynchronous sends, 1 KiB | official 5.5.0 | 50,000 | 0.50 | 16.0 | 0.25 | 6,000 | 0.67 "
                        + "| 2.00 | - | - | 0 |",
                "| skylark | asynchronous sends, 1 KiB | official 5.5.0, autoBatch | 100,000 | 1.00 | 4.00 | 1.00 "
                        + "| 4,000 | 1.00 | 2.00 | - | - | 1.00 |",
                "| skylark | asynchronous sends, 1 KiB | skylark, batching | 300,000 | 3.00 | 1.00 | 4.00 | 2,000 "
                        + "| 2.00 | 2.00 | - | - | 0 |");
        assertThat(lines.getLast()).startsWith("| skylark | 1 | ");
        assertThat(skylark.sizeBytes()).isPositive().isLessThan(official.sizeBytes());
    }
}
