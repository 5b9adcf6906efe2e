package io.skylark.client.transport;

import io.skylark.client.FakeServer;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.error.NoAnswerException;
import io.skylark.client.error.SkylarkException;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// What takes too long, and what is sent before its time.
@Timeout(20)
class ConnectionTimeTest extends PoolFixture {
    @Test
    void failsARequestWhenItsTimeIsOver() {
        FakeServer server = server((peer, request) -> {});
        ConnectionPool pool = pool();
        CompletableFuture<Command> answer = pool.callAsync(server.address(), request("a"), SECOND);
        await().until(() -> server.requests().size() == 1);
        failsInASecond(answer, pool, server);
    }

    private void failsInASecond(CompletableFuture<Command> answer, ConnectionPool pool, FakeServer server) {
        nanos.addAndGet(SECOND.toNanos() - 1);
        pool.sweep();
        assertThat(answer).isNotDone();
        nanos.addAndGet(1);
        pool.sweep();
        assertThatThrownBy(() -> ConnectionPool.outcome(answer))
                .isInstanceOf(NoAnswerException.class)
                .hasMessageContaining(server.address())
                .hasMessageContaining("request 105 within 1000 ms");
    }

    @Test
    void requestsTimeOutAfterAFailureOfTheSweeper() {
        AtomicBoolean broken = new AtomicBoolean();
        FakeServer server = server((peer, request) -> {});
        ConnectionPool pool = new ConnectionPool(TransportConfig.STANDARD, UnaryOperator.identity(), timer, giveUps, () -> {
            if (broken.compareAndSet(true, false)) {
                throw new LinkageError("thrown by the test");
            }
            return nanos.get();
        });
        open.add(0, pool);
        CompletableFuture<Command> answer = pool.callAsync(server.address(), request("a"), SECOND);
        await().until(() -> server.requests().size() == 1);
        broken.set(true);
        await().until(() -> !broken.get());
        nanos.addAndGet(SECOND.toNanos());
        assertThatThrownBy(() -> ConnectionPool.outcome(answer)).isInstanceOf(NoAnswerException.class);
    }

    @Test
    void whatDependsOnRequestsThatTimeOutRunsOnAFewThreads() {
        FakeServer server = server((peer, request) -> {});
        ConnectionPool pool = pool();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Command>> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            answers.add(pool.callAsync(server.address(), request("a"), SECOND).whenComplete((answer, failure) ->
                    threads.add(Thread.currentThread())));
        }
        await().until(() -> server.requests().size() == 300);
        nanos.addAndGet(SECOND.toNanos());
        pool.sweep();
        await().until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        assertThat(threads).hasSizeLessThan(3).doesNotContain(Thread.currentThread());
    }

    @Test
    void aServerThatTakesNothingHoldsUpNoAnswersOfAnother() {
        CountDownLatch end = new CountDownLatch(1);
        FakeServer slow = server((peer, request) -> pass(end));
        CountDownLatch attached = new CountDownLatch(1);
        FakeServer refusing = server((peer, request) -> {
            pass(attached); // what depends on the answer runs on the thread that reads it
            peer.answer(request, Command.response(ResponseCode.SUCCESS, null));
        });
        ConnectionPool pool = pool();
        Command large = Command.request(CODE, 0, Map.of(), ByteBuffer.allocate(1024 * 1024));
        // As a send is tried again at another broker, by the thread that brought the refusal of the first.
        CompletableFuture<List<CompletableFuture<Command>>> sent =
                pool.callAsync(refusing.address(), request("refused"), SECOND).thenApply(refusal ->
                        Stream.generate(() -> pool.callAsync(slow.address(), large, SECOND)).limit(100).toList());
        attached.countDown();
        assertThat(sent.join().get(99)).isCompletedExceptionally();
        assertThatThrownBy(sent.join().get(99)::join).hasMessageContaining("is slow");
        end.countDown();
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
    }

    @Test
    void aRequestThatIsSentAgainHasOnlyTheTimeThatIsLeft() {
        AtomicInteger asked = new AtomicInteger();
        FakeServer server = server((peer, request) -> {
            if (asked.incrementAndGet() == 1) {
                nanos.addAndGet(SECOND.toNanos() / 2);
                peer.answer(request, Command.response(ResponseCode.GO_AWAY, "please go away"));
            }
        });
        ConnectionPool pool = pool();
        CompletableFuture<Command> answer = pool.callAsync(server.address(), request("a"), SECOND);
        await().until(() -> asked.get() == 2);
        nanos.addAndGet(SECOND.toNanos() / 2);
        await().until(answer::isDone);
        assertThatThrownBy(() -> ConnectionPool.outcome(answer)).isInstanceOf(NoAnswerException.class);
    }

    @Test
    void whoWaitsOnAThreadThatBringsFailuresIsRefusedOrHeardOfAll() {
        FakeServer server = server((peer, request) -> {});
        ConnectionPool pool = pool();
        List<CompletableFuture<Command>> nested = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            nested.add(pool.callAsync(server.address(), request("a"), SECOND).exceptionally(noAnswer -> {
                assertThatThrownBy(() -> pool.await(() -> pool.callAsync(server.address(), request("b"), SECOND)))
                        .isInstanceOf(IllegalStateException.class);
                return pool.call(server.address(), request("c"), SECOND);
            }));
        }
        await().until(() -> {
            nanos.addAndGet(SECOND.toNanos());
            return nested.stream().allMatch(CompletableFuture::isDone);
        });
        assertThat(nested).allSatisfy(result -> assertThatThrownBy(result::join)
                .hasCauseInstanceOf(SkylarkException.class));
    }

    @Test
    void givesUpAConnectionThatWasSilentAllTheTimeARequestWaited() {
        FakeServer server = server((peer, request) -> {});
        ConnectionPool pool = pool();
        CompletableFuture<Command> first = pool.callAsync(server.address(), request("a"), SECOND);
        await().until(() -> server.requests().size() == 1);
        nanos.addAndGet(SECOND.toNanos());
        pool.sweep();
        await().until(first::isCompletedExceptionally);
        CompletableFuture<Command> second = pool.callAsync(server.address(), request("b"), SECOND);
        await().until(() -> server.peers().size() == 2);
        assertThat(second).isNotDone();
    }

    /// A request that may take 100 ms is no measure of a server, but ten of them in a row that nobody answers are.
    @Test
    void aConnectionIsNotSilentBecauseRequestsAreImpatient() {
        FakeServer server = server((peer, request) -> {});
        ConnectionPool pool = pool();
        Duration tenth = SECOND.dividedBy(10);
        for (int i = 1; i < 10; i++) {
            failsIn(tenth, pool, server);
            assertThat(server.peers()).hasSize(1);
        }
        failsIn(tenth, pool, server);
        CompletableFuture<Command> next = pool.callAsync(server.address(), request("next"), SECOND);
        await().until(() -> server.peers().size() == 2);
        assertThat(next).isNotDone();
    }

    private void failsIn(Duration timeout, ConnectionPool pool, FakeServer server) {
        int before = server.requests().size();
        CompletableFuture<Command> call = pool.callAsync(server.address(), request("impatient"), timeout);
        await().until(() -> server.requests().size() == before + 1);
        nanos.addAndGet(timeout.toNanos());
        pool.sweep();
        await().until(call::isCompletedExceptionally);
    }

    @Test
    void keepsAConnectionOnWhichOnlyOneRequestIsSlow() {
        FakeServer server = server((peer, request) -> {
            if ("fast".equals(request.field("name"))) {
                peer.answer(request, echo(request));
            }
        });
        ConnectionPool pool = pool();
        CompletableFuture<Command> slow = pool.callAsync(server.address(), request("slow"), SECOND);
        await().until(() -> server.requests().size() == 1);
        nanos.addAndGet(SECOND.toNanos() / 2);
        pool.call(server.address(), request("fast"), SECOND);
        nanos.addAndGet(SECOND.toNanos() / 2);
        pool.sweep();
        await().until(slow::isCompletedExceptionally);
        pool.call(server.address(), request("fast"), SECOND);
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void endsAConnectionWhoseWriteHangs() {
        CountDownLatch reading = new CountDownLatch(1);
        FakeServer server = server((peer, request) -> {
            try {
                reading.await();
            } catch (InterruptedException done) {
                Thread.currentThread().interrupt();
            }
        });
        ConnectionPool pool = pool();
        Duration day = Duration.ofDays(1);
        CompletableFuture<Command> waiting = pool.callAsync(server.address(), request("a"), day);
        await().until(() -> server.requests().size() == 1);
        Command huge = Command.request(CODE, 0, Map.of(), ByteBuffer.allocate(15_000_000));
        CompletableFuture<Command> sending =
                CompletableFuture.supplyAsync(() -> pool.call(server.address(), huge, day));
        await().until(() -> {
            nanos.addAndGet(Duration.ofSeconds(6).toNanos());
            pool.sweep();
            return sending.isDone();
        });
        reading.countDown();
        assertThatThrownBy(() -> ConnectionPool.outcome(sending))
                .isInstanceOf(SkylarkException.class)
                .hasMessageContaining("was lost");
        await().until(waiting::isCompletedExceptionally);
    }

    /// A pool whose connections are made, but are not open before `gate` is.
    private ConnectionPool openingWhen(CountDownLatch gate) {
        ConnectionPool pool = new ConnectionPool(TransportConfig.STANDARD, UnaryOperator.identity(), timer, giveUps, () -> {
            if (Thread.currentThread().getName().startsWith("skylark-client-reader")) {
                pass(gate);
            }
            return nanos.get();
        });
        open.add(0, pool);
        return pool;
    }

    @Test
    void whatIsSentBeforeTheConnectionIsOpenLeavesInTheOrderOfTheCalls() {
        CountDownLatch gate = new CountDownLatch(1);
        ConnectionPool pool = openingWhen(gate);
        FakeServer server = echo();
        List<String> names = new ArrayList<>();
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = String.valueOf(i);
            names.add(name);
            ends.add(i % 10 == 0
                    ? pool.oneway(server.address(), Command.oneway(CODE, 0, Map.of("name", name), Command.NO_BODY))
                    : pool.callAsync(server.address(), request(name), SECOND));
        }
        assertThat(ends).noneMatch(CompletableFuture::isDone);
        gate.countDown();
        ends.forEach(ConnectionPool::outcome);
        assertThat(server.requests().stream().map(request -> request.field("name"))).containsExactlyElementsOf(names);
    }

    @Test
    void whatCannotBeSentFailsInTheOrderOfTheCalls() {
        CountDownLatch gate = new CountDownLatch(1);
        ConnectionPool pool = openingWhen(gate);
        FakeServer server = echo();
        List<Integer> failed = new CopyOnWriteArrayList<>();
        List<Integer> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int call = i;
            calls.add(call);
            var unused = pool.callAsync(server.address(), request("a"), SECOND)
                    .whenComplete((answer, failure) -> failed.add(call));
        }
        pool.close();
        gate.countDown();
        await().until(() -> failed.size() == calls.size());
        assertThat(failed).containsExactlyElementsOf(calls);
    }

    @Test
    void theTimeOfARequestCountsFromWhenTheServerIsConnected() {
        CountDownLatch gate = new CountDownLatch(1);
        ConnectionPool pool = openingWhen(gate);
        FakeServer server = server((peer, request) -> {});
        CompletableFuture<Command> answer = pool.callAsync(server.address(), request("a"), SECOND);
        nanos.addAndGet(2 * SECOND.toNanos());
        pool.sweep();
        assertThat(answer).isNotDone();
        gate.countDown();
        await().until(() -> server.requests().size() == 1);
        failsInASecond(answer, pool, server);
    }
}
