package io.skylark.bench.load;

import io.skylark.bench.frame.SendFrames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
final class SendLoadTest {
    private static final int QUEUES = 4;
    private static final Interval SHORT =
            new Interval(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final Interval ENDLESS = Interval.of(Duration.ZERO, Duration.ofMinutes(5));
    private static final SendFrames.Shape SHAPE = SendFrames.Shape.of("T", "broker-a", QUEUES, 200);

    private static LoadResult run(SendLoad.Plan plan, Interval interval) {
        Tally tally = new Tally();
        return new LoadLoop(new SendLoad(plan, tally), tally, SystemClock.forThisThread(), LoadLoop.Probe.NONE)
                .run(interval);
    }

    @Test
    void keepsAllConnectionsBusyAndGetsEveryAnswer() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            LoadResult result = run(SendLoad.Plan.closed(broker.address(), SHAPE, 3, 5, 1), SHORT);
            assertThat(result.failures()).isEmpty();
            assertThat(result.messages()).isPositive().isLessThanOrEqualTo(broker.stored());
            assertThat(result.bytes()).isEqualTo(result.messages() * 200);
            assertThat(result.latency().getTotalCount()).isPositive();
            assertThat(result.interval()).isGreaterThanOrEqualTo(SHORT.measured());
            assertThat(broker.connections()).isEqualTo(3);
            assertThat(broker.queuesUsed()).isEqualTo(QUEUES);
        }
    }

    @Test
    void manyConnectionsWithBinaryHeadersAndBatches() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            SendFrames.Shape shape = SHAPE.withBatch(10).withHeader(SerializeType.ROCKETMQ);
            SendLoad.Plan plan = SendLoad.Plan.closed(broker.address(), shape, 200, 1, 1).withLimit(5000);
            LoadResult result = run(plan, ENDLESS);
            assertThat(result.failures()).isEmpty();
            assertThat(result.requests()).isEqualTo(500);
            assertThat(result.messages()).isEqualTo(5000);
            assertThat(broker.connections()).isEqualTo(200);
            assertThat(broker.stored()).isEqualTo(5000);
        }
    }

    @Test
    void endsWhenTheLimitIsStored() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            LoadResult result = run(SendLoad.Plan.closed(broker.address(), SHAPE, 2, 7, 1).withLimit(1000), ENDLESS);
            assertThat(result.messages()).isEqualTo(1000);
            assertThat(broker.stored()).isEqualTo(1000);
        }
    }

    @Test
    void aStrideReachesEveryQueueAsOften() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            SendLoad.Plan plan = SendLoad.Plan.closed(broker.address(), SHAPE, 1, 1, 1)
                    .withStride(611_953).withLimit(QUEUES);
            assertThat(run(plan, ENDLESS).messages()).isEqualTo(QUEUES);
            assertThat(broker.queuesUsed()).isEqualTo(QUEUES);
        }
    }

    @Test
    void neverExceedsItsWindowAndReportsWhatIsMissing() throws IOException {
        AtomicInteger received = new AtomicInteger();
        try (FakeBroker silent = new FakeBroker((connection, request) -> received.incrementAndGet())) {
            Interval interval = new Interval(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(100));
            LoadResult result = run(SendLoad.Plan.closed(silent.address(), SHAPE, 2, 6, 1), interval);
            assertThat(result.messages()).isZero();
            assertThat(result.failures()).containsOnlyKeys("missing").containsEntry("missing", 12L);
            assertThat(received).hasValue(12);
        }
    }

    @Test
    void countsWhatTheServerRefusesByItsReason() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (FakeBroker busy = new FakeBroker((connection, request) -> {
            if (count.incrementAndGet() % 2 == 0) {
                connection.answer(request, Command.response(
                        ResponseCode.SYSTEM_BUSY, "broker busy, period in queue: " + count + "ms"));
            } else {
                connection.store(request);
            }
        })) {
            LoadResult result = run(SendLoad.Plan.closed(busy.address(), SHAPE, 1, 1, 1).withLimit(40), ENDLESS);
            assertThat(result.messages()).isEqualTo(20);
            assertThat(result.failures())
                    .containsOnly(Map.entry("send: code 2: broker busy, period in queue: #ms", 20L));
        }
    }

    @Test
    void aRepeatedAnswerIsAFailure() throws IOException {
        try (FakeBroker twice = new FakeBroker((connection, request) -> {
            connection.store(request);
            connection.answer(request, Command.response(ResponseCode.SUCCESS, null));
        })) {
            LoadResult result = run(SendLoad.Plan.closed(twice.address(), SHAPE, 1, 1, 1).withLimit(5), SHORT);
            assertThat(result.failures()).containsOnlyKeys("answer to no request");
        }
    }

    @Test
    void atARateLatencyCountsFromWhenAMessageWasDue() throws IOException {
        // Answers come when 50 requests have arrived: at 500 a second, 98 ms after the first was due.
        List<Command> withheld = Collections.synchronizedList(new ArrayList<>());
        try (FakeBroker late = new FakeBroker((connection, request) -> {
            withheld.add(request);
            if (withheld.size() == 50) {
                for (Command each : withheld) {
                    connection.store(each);
                }
            } else if (withheld.size() > 50) {
                connection.store(request);
            }
        })) {
            Interval interval = new Interval(Duration.ZERO, Duration.ofMillis(300), Duration.ofSeconds(5));
            LoadResult result = run(SendLoad.Plan.paced(late.address(), SHAPE, 1, 4096, 500, 1), interval);
            assertThat(result.failures()).isEmpty();
            // The very first was due just before the measured interval, the second 2 ms later.
            assertThat(result.micros(100)).isGreaterThan(95_000);
            assertThat(result.latency().getCountBetweenValues(40_000_000, Long.MAX_VALUE)).isGreaterThanOrEqualTo(25);
        }
    }

    @Test
    void whatWasDueAndNeverWentOutIsAFailureWithALatency() throws IOException {
        try (FakeBroker silent = new FakeBroker((connection, request) -> assertThat(request.code()).isEqualTo(310))) {
            Interval interval = new Interval(Duration.ZERO, Duration.ofMillis(200), Duration.ZERO);
            LoadResult result = run(SendLoad.Plan.paced(silent.address(), SHAPE, 1, 1, 500, 1), interval);
            long due = Math.round(result.interval().toNanos() / 1e9 * 500);
            assertThat(result.failures()).containsEntry("missing", 1L);
            assertThat(result.failureCount()).isBetween(due - 1, due + 2);
            assertThat(result.latency().getTotalCount()).isBetween(due - 2, due + 1);
            assertThat(result.micros(50)).isGreaterThan(90_000);
        }
    }

    @Test
    void aFullWindowDoesNotHideThatMessagesWereDue() throws IOException {
        // One request in flight, whose answer the clock lets go after 100 ms: what was due meanwhile goes out late.
        try (HeldAnswer held = new HeldAnswer(Duration.ofMillis(100))) {
            Interval interval = new Interval(Duration.ZERO, Duration.ofMillis(300), Duration.ofSeconds(5));
            Tally tally = new Tally();
            SendLoad load = new SendLoad(SendLoad.Plan.paced(held.broker.address(), SHAPE, 1, 1, 500, 1), tally);
            LoadResult result = new LoadLoop(load, tally, held, LoadLoop.Probe.NONE).run(interval);
            assertThat(result.micros(100)).isGreaterThan(95_000);
            assertThat(result.latency().getCountBetweenValues(40_000_000, Long.MAX_VALUE)).isGreaterThanOrEqualTo(25);
        }
    }

    /// A broker that keeps the first answer, and the clock that releases it.
    private static final class HeldAnswer implements Clock, AutoCloseable {
        private final FakeBroker broker = new FakeBroker(this::sent);
        private final Clock clock = SystemClock.forThisThread();
        private final long release;
        private final AtomicInteger requests = new AtomicInteger();
        private final List<Runnable> held = Collections.synchronizedList(new ArrayList<>());

        private HeldAnswer(Duration length) throws IOException {
            release = clock.nanos() + length.toNanos();
        }

        private void sent(FakeBroker.Connection connection, Command request) throws IOException {
            if (requests.incrementAndGet() > 1) {
                connection.store(request);
                return;
            }
            held.add(() -> {
                try {
                    connection.store(request);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        @Override
        public long nanos() {
            long now = clock.nanos();
            if (now > release && !held.isEmpty()) {
                held.removeFirst().run();
            }
            return now;
        }

        @Override
        public void pause(long nanos) {
            clock.pause(nanos);
        }

        @Override
        public void close() throws IOException {
            broker.close();
        }
    }

    @Test
    void aServerThatClosesEndsTheRun() throws IOException {
        try (FakeBroker closing = new FakeBroker((connection, request) -> connection.close())) {
            assertThatThrownBy(() -> run(SendLoad.Plan.closed(closing.address(), SHAPE, 1, 3, 1), SHORT))
                    .isInstanceOf(LoadFailure.class)
                    .hasMessageContaining("connection 0");
        }
    }

    @Test
    void aServerThatIsNotThereIsTold() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
        assertThatThrownBy(() -> run(SendLoad.Plan.closed(nobody, SHAPE, 1, 1, 1), SHORT))
                .isInstanceOf(LoadFailure.class)
                .hasMessageContaining("cannot connect to");
    }

    @Test
    void windowsThatDoNotFitIntoMemoryAreRefused() throws IOException {
        try (FakeBroker broker = new FakeBroker(FakeBroker.Sends.STORE)) {
            SendFrames.Shape large = SendFrames.Shape.of("T", "broker-a", 1, 1 << 20);
            assertThatThrownBy(() -> run(SendLoad.Plan.closed(broker.address(), large, 1000, 64, 1), SHORT))
                    .isInstanceOf(LoadFailure.class)
                    .hasMessageContaining("fewer connections or a smaller window");
        }
    }
}
