package io.skylark.bench.compare;

import io.skylark.bench.LocalSkylark;
import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.PopFrames;
import io.skylark.bench.load.Interval;
import io.skylark.bench.load.LoadResult;
import io.skylark.bench.load.PopLoad;
import io.skylark.bench.peer.Protocol;
import io.skylark.bench.peer.RunningPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// The works of the rows, small, on a broker that is none of the bench's own making.
@Timeout(60)
final class KindRowsTest {
    private static final Interval SHORT =
            new Interval(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(10));
    private static final int BYTES = 100;
    private static final int QUEUES = 4;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final LocalSkylark skylark;
    private final Bed bed;

    KindRowsTest(@TempDir Path folder) throws IOException {
        skylark = new LocalSkylark(folder, RunningPeer.BROKER_NAME);
        RunningPeer peer = new RunningPeer(
                Protocol.REMOTING, List.of(), skylark.address(), skylark.address(), System.nanoTime());
        bed = new Bed(peer, SHORT, folder, folder, new PrintStream(progress, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        skylark.close();
    }

    private Figures run(Row.Work work) throws IOException {
        Figures figures = work.run(bed);
        assertThat(figures.failures()).as(() -> progress.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(figures.messagesPerSecond()).isPositive();
        assertThat(figures.p50()).isPositive();
        return figures;
    }

    private long stored(String topic) throws IOException {
        return Arrays.stream(new Topic(topic, RunningPeer.BROKER_NAME, skylark.address(), QUEUES).maxOffsets()).sum();
    }

    @Test
    void popsATopicEmptyForOneGroupAfterTheOther() throws IOException {
        Filled filled = Filled.fill(bed, "popped", QUEUES, 640, BYTES, UnaryOperator.identity());
        PopFrames.Shape shape = new PopFrames.Shape("popped", "poppers", 32, Duration.ofSeconds(60));
        PopLoad.Plan plan = new PopLoad.Plan(
                skylark.address(), RunningPeer.BROKER_NAME, shape, filled.from(), filled.to(), 3, 4);
        LoadResult result = bed.prepare(tally -> new PopLoad(plan, tally));
        assertThat(result.failures()).isEmpty();
        assertThat(result.messages()).isEqualTo(4 * 640);
        assertThat(result.bytes()).isEqualTo(4 * 640 * BYTES);
    }

    @Test
    void popsForAWhile() throws IOException {
        run(new PopWork(BYTES, 64, QUEUES, 3));
    }

    @Test
    void pullsByTag() throws IOException {
        run(new PullWork("tags", BYTES, 6400, KindRows.BY_TAG));
    }

    @Test
    void pullsBySql() throws IOException {
        run(new PullWork("sql", BYTES, 6400, KindRows.BY_SQL));
    }

    @Test
    void messagesThatTheExpressionLeavesOutAreFailures() throws IOException {
        PullWork.Choice wrong = new PullWork.Choice("TAG", "*", KindRows.BY_TAG.variants());
        assertThat(new PullWork("wrong", BYTES, 6400, wrong).run(bed).failures()).isPositive();
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("pull: a message that the expression leaves out");
    }

    @Test
    void whatIsDelayedIsStoredAndNotSeen() throws IOException {
        run(new SendWork("delayed", BYTES, QUEUES, 2, 4, 0, 0, shape -> shape.withVariants(KindRows.DELAYED)));
        assertThat(stored("delayed")).isZero();
    }

    @Test
    void everyTransactionIsCommitted() throws IOException {
        run(new TransactionWork(BYTES, QUEUES, 2, 4));
        assertThat(stored("bench-tx")).isPositive();
    }

    @Test
    void givesBackWhatItPulls() throws IOException {
        run(new SendBackWork(BYTES, 640, QUEUES, 4, 3));
    }

    @Test
    void aSetNamesThemAll() {
        assertThat(Rows.choose(List.of("kinds"))).extracting(Row::id)
                .containsExactly("pop-1k", "pull-tag", "pull-sql", "send-delay", "send-tx", "retry");
    }
}
