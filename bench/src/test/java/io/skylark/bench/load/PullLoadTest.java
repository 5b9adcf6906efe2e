package io.skylark.bench.load;

import io.skylark.bench.admin.Topic;
import io.skylark.bench.frame.PullFrames;
import io.skylark.bench.frame.SendFrames;
import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
final class PullLoadTest {
    private static final Interval ENDLESS =
            new Interval(Duration.ZERO, Duration.ofMinutes(1), Duration.ofSeconds(20));
    private static final int BYTES = 30_000;

    /// Room for what falls due while a busy machine does something else.
    private static final int WINDOW = 4096;

    private static LoadResult run(Workload workload, Tally tally, Interval interval) {
        return new LoadLoop(workload, tally, SystemClock.forThisThread(), LoadLoop.Probe.NONE).run(interval);
    }

    /// Ends when enough was counted, so that it proves as much on a busy machine.
    private static LoadResult runUntil(long messages, Workload workload, Tally tally) {
        return run(new LoadUntil(workload, () -> tally.messages() >= messages, count -> {}), tally, ENDLESS);
    }

    private static void fill(FakeBroker broker, int queues, int messages) {
        Tally tally = new Tally();
        SendFrames.Shape shape = SendFrames.Shape.of("T", "broker-a", queues, BYTES);
        SendLoad.Plan plan = SendLoad.Plan.closed(broker.address(), shape, 1, 4, 1).withLimit(messages);
        assertThat(run(new SendLoad(plan, tally), tally, ENDLESS).failures()).isEmpty();
    }

    private static PullFrames.Shape shape(int maxMessages) {
        return new PullFrames.Shape("T", "g", maxMessages, Duration.ZERO, SerializeType.JSON);
    }

    @Test
    void readsAllQueuesOverAndOver() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            fill(broker, 5, 100);
            Topic topic = new Topic("T", "broker-a", broker.address(), 5);
            topic.create();
            assertThat(topic.maxOffsets()).containsExactly(20, 20, 20, 20, 20);
            Tally tally = new Tally();
            // Answers of 32 x 30 KB are larger than the first input buffer.
            PullLoad.Plan plan = new PullLoad.Plan(broker.address(), shape(32), new long[5], topic.maxOffsets(), 2);
            LoadResult result = runUntil(200, new PullLoad(plan, tally), tally);
            assertThat(result.failures()).isEmpty();
            assertThat(result.messages()).isGreaterThanOrEqualTo(200);
            assertThat(result.messages()).isEqualTo(result.requests() * 20);
            assertThat(result.bytes()).isEqualTo(result.messages() * BYTES);
            assertThat(broker.connections()).isEqualTo(1 + 1 + 2 + 2);
        }
    }

    @Test
    void emptyQueuesAreLeftOutAndAnEmptyTopicIsRefused() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            fill(broker, 1, 10);
            Tally tally = new Tally();
            PullLoad.Plan plan =
                    new PullLoad.Plan(broker.address(), shape(4), new long[3], new long[] {10, 0, 0}, 8);
            LoadResult result = runUntil(20, new PullLoad(plan, tally), tally);
            assertThat(result.failures()).isEmpty();
            assertThat(result.messages()).isGreaterThanOrEqualTo(20);
        }
        PullLoad.Plan empty =
                new PullLoad.Plan(new InetSocketAddress(1), shape(4), new long[3], new long[3], 8);
        assertThatThrownBy(() -> new PullLoad(empty, new Tally())).hasMessageContaining("topic T is empty");
    }

    @Test
    void endToEndReceivesWhatWasSentAndNothingElse() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            fill(broker, 4, 8); // another run's messages
            Topic topic = new Topic("T", "broker-a", broker.address(), 4);
            SendFrames.Shape shape = SendFrames.Shape.of("T", "broker-a", 4, 300);
            SendLoad.Plan send = SendLoad.Plan.paced(broker.address(), shape, 2, WINDOW, 2000, 99);
            PullFrames.Shape pull =
                    new PullFrames.Shape("T", "g", 32, Duration.ofSeconds(15), SerializeType.JSON);
            Tally tally = new Tally();
            EndToEndLoad.Plan plan = new EndToEndLoad.Plan(send, pull, new long[4], 3);
            LoadResult result = runUntil(200, new EndToEndLoad(plan, tally), tally);
            assertThat(result.failures()).isEmpty();
            assertThat(topic.maxOffsets()).hasSize(4);
            assertThat(result.messages()).isGreaterThanOrEqualTo(200);
            // What was due in the interval counts, however late a busy machine brings it.
            long due = Math.round(result.interval().toNanos() / 1e9 * 2000);
            assertThat(result.latency().getTotalCount()).isBetween(due - 2, due + 2);
            assertThat(result.bytes()).isEqualTo(result.messages() * 300);
        }
    }

    @Test
    void endToEndReportsWhatWasStoredAndDidNotArrive() throws IOException {
        try (FakeBroker lossy = new FakeBroker((connection, request) -> connection.answer(
                request, Command.response(0, null)))) {
            SendFrames.Shape shape = SendFrames.Shape.of("T", "broker-a", 4, 300);
            SendLoad.Plan send = SendLoad.Plan.paced(lossy.address(), shape, 1, WINDOW, 1000, 99);
            PullFrames.Shape pull =
                    new PullFrames.Shape("T", "g", 32, Duration.ofSeconds(15), SerializeType.JSON);
            Tally tally = new Tally();
            EndToEndLoad.Plan plan = new EndToEndLoad.Plan(send, pull, new long[4], 1);
            Interval interval = new Interval(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(200));
            LoadResult result = run(new EndToEndLoad(plan, tally), tally, interval);
            assertThat(result.messages()).isZero();
            assertThat(result.failures()).containsOnlyKeys("missing");
            assertThat(result.failures().get("missing")).isBetween(90L, result.interval().toMillis() + 5);
        }
    }
}
