package io.skylark.bench.compare;

import io.skylark.bench.load.FakeBroker;
import io.skylark.bench.load.Interval;
import io.skylark.bench.load.LoadFailure;
import io.skylark.bench.peer.Peer;
import io.skylark.bench.peer.Protocol;
import io.skylark.bench.peer.RunningPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
final class ComparisonTest {
    private static final Interval SHORT =
            new Interval(Duration.ofMillis(20), Duration.ofMillis(300), Duration.ofSeconds(5));

    @TempDir
    private Path folder = Path.of(".");

    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    /// A broker in this process: what it uses is not seen, all else is real.
    private final class LocalPeer implements Peer {
        private final String name;
        private final FakeBroker broker;

        private LocalPeer(String name, FakeBroker broker) {
            this.name = name;
            this.broker = broker;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return "in memory";
        }

        @Override
        public RunningPeer start(Path store) {
            events.add("start " + name);
            return new RunningPeer(Protocol.REMOTING, List.of(), broker.address(), broker.address(), System.nanoTime());
        }
    }

    private Row row(String id, Row.Work work) {
        return new Row(id, id, true, bed -> {
            events.add(id);
            return work.run(bed);
        });
    }

    @Test
    void givesEachPeerEachRowInTurnAndGoesOnBehindARowThatFails() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            List<Row> rows = List.of(
                    row("send", new SendWork("T", 100, 4, 2, 4, 0, 8, UnaryOperator.identity())),
                    row("broken", bed -> {
                        throw new LoadFailure("it went away");
                    }),
                    row("pull", new PullWork(100, 640)),
                    row("e2e", new EndToEndWork(100, 4, 500)));
            Comparison.Times times = new Comparison.Times(SHORT, Duration.ofMillis(50), Duration.ZERO, Duration.ZERO);
            Comparison.Plan plan = new Comparison.Plan(
                    List.of(new LocalPeer("one", broker), new LocalPeer("two", broker)), rows, 2, times, 1 << 20, folder);

            Report report = new Comparison(plan, new PrintStream(progress, true, StandardCharsets.UTF_8)).run();

            List<String> one = List.of("start one", "send", "broken", "start one", "pull", "e2e");
            List<String> two = List.of("start two", "send", "broken", "start two", "pull", "e2e");
            List<String> expected = new ArrayList<>();
            List.of(one, two, one, two).forEach(expected::addAll);
            assertThat(events).isEqualTo(expected);
            assertThat(report.lines()).hasSize(8).allSatisfy(line -> {
                boolean broken = line.row().id().equals("broken");
                assertThat(line.refusal()).isEqualTo(broken ? "it went away" : "");
                Figures figures = line.figures();
                if (broken) {
                    assertThat(figures).isNull();
                } else {
                    assertThat(figures).isNotNull();
                    assertThat(figures.messagesPerSecond()).isPositive();
                    assertThat(figures.p50()).isPositive();
                    assertThat(figures.failures()).isZero();
                }
            });
            assertThat(report.render()).contains("- broken on one: it went away", "| e2e    | two  |");
            assertThat(progress.toString(StandardCharsets.UTF_8)).contains("round 2 of 2", "one: pull ...");
        }
    }

    @Test
    void theLoopbackHasASpeed() throws IOException {
        assertThat(LoopbackSpeed.megabytesPerSecond(Duration.ofMillis(1))).isPositive();
    }

    @Test
    void theDiskHasASpeed() throws IOException {
        assertThat(DiskSpeed.megabytesPerSecond(folder, Duration.ofMillis(1),
                new DiskSpeed.Pattern(4096, 2, 4, DiskSpeed.FileState.ZEROS))).isPositive();
        assertThat(folder).isEmptyDirectory();
    }
}
