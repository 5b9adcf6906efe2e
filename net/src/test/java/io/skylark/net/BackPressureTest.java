package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/// A client that asks for more than it takes is not read, and costs no more memory than the limits say.
@ExtendWith(LeakWatch.class)
class BackPressureTest {
    private static final int WORK = 1;
    private static final int PING = 2;

    private static Command ok() {
        return Command.response(ResponseCode.SUCCESS, null);
    }

    /// After some round trips of another connection the only event loop has done all that it can do for the first.
    private static void settle(TestServer server) throws IOException {
        try (RawClient other = server.connect()) {
            for (int i = 0; i < 50; i++) {
                assertThat(other.call(RawClient.request(PING, i, "")).opaque()).isEqualTo(i);
            }
        }
    }

    @Test
    void stopsReadingWhoDoesNotReadItsAnswers() throws IOException {
        int answerBytes = 256 * 1024;
        int requests = 400;
        AtomicInteger handled = new AtomicInteger();
        try (TestServer server = TestServer.start(
                        TestServer.withLimits(64 << 20, 10, 1 << 20),
                        routes -> routes.direct(PING, exchange -> exchange.reply(ok())).direct(WORK, exchange -> {
                            handled.incrementAndGet();
                            exchange.reply(ok(), answerBytes, target -> target.putInt(exchange.request().opaque()));
                        }));
                RawClient client = server.connect()) {
            // all of them fit into the socket buffers, and into one read of the server
            for (int i = 0; i < requests; i++) {
                client.send(RawClient.request(WORK, i, ""));
            }
            settle(server);
            // the limit of 1 MiB, and what the two socket buffers take: at most 4 + 6 MiB where the kernel tunes them
            assertThat(handled.get()).isBetween(4, requests / 4);
            for (int i = 0; i < requests; i++) {
                Command answer = client.read();
                assertThat(answer.opaque()).isEqualTo(i);
                assertThat(answer.body().remaining()).isEqualTo(answerBytes);
            }
            assertThat(handled).hasValue(requests);
        }
    }

    @Test
    void stopsReadingWhileTooManyBytesAreUnanswered() throws Exception {
        LinkedBlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
        int requests = 200;
        String body = "x".repeat(8 * 1024);
        try (TestServer server = TestServer.start(
                        TestServer.withLimits(128 * 1024, 10, 1 << 20),
                        routes -> routes.direct(PING, exchange -> exchange.reply(ok())).direct(WORK, held::add));
                RawClient client = server.connect()) {
            for (int i = 0; i < requests; i++) {
                client.send(RawClient.request(WORK, i, body));
            }
            settle(server);
            assertThat(held).hasSizeBetween(12, 16);
            for (int i = 0; i < requests; i++) {
                Exchange exchange = held.poll(10, TimeUnit.SECONDS);
                assertThat(exchange).as("request %s", i).isNotNull();
                assertThat(exchange.request().opaque()).isEqualTo(i);
                exchange.reply(ok());
                assertThat(client.read().opaque()).isEqualTo(i);
            }
        }
    }

    @Test
    void readsOnWhenBodiesAreGivenBackBeforeTheAnswer() throws Exception {
        LinkedBlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
        int requests = 200;
        try (TestServer server = TestServer.start(
                        TestServer.withLimits(64 * 1024, 10, 1 << 20),
                        routes -> routes.direct(WORK, exchange -> {
                            exchange.releaseBody();
                            exchange.releaseBody();
                            held.add(exchange);
                        }));
                RawClient client = server.connect()) {
            for (int i = 0; i < requests; i++) {
                client.send(RawClient.request(WORK, i, "x".repeat(4096)));
            }
            for (int i = 0; i < requests; i++) {
                Exchange exchange = held.poll(10, TimeUnit.SECONDS);
                assertThat(exchange).as("request %s", i).isNotNull();
                exchange.reply(ok());
            }
            for (int i = 0; i < requests; i++) {
                assertThat(client.read().opaque()).isEqualTo(i);
            }
        }
    }

    /// Threads that give bytes back race with the event loop that takes more in. When a re-opening gets lost, the
    /// connection stands still for ever.
    @Test
    void neverStandsStillWhileOtherThreadsAnswer() throws Exception {
        int requests = 20_000;
        try (TestServer server = TestServer.start(
                        TestServer.withLimits(4 * 1024, requests, 1 << 20),
                        routes -> routes.blocking(WORK, exchange -> exchange.reply(ok())));
                RawClient client = server.connect()) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < requests; i++) {
                        client.send(RawClient.request(WORK, i, ""));
                    }
                } catch (IOException lost) {
                    throw new AssertionError("the connection broke", lost);
                }
            });
            boolean[] answered = new boolean[requests];
            for (int i = 0; i < requests; i++) {
                int opaque = client.read().opaque();
                assertThat(answered[opaque]).isFalse();
                answered[opaque] = true;
            }
            sender.join();
        }
    }
}
