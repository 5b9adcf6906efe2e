package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/// Connections beyond the limit are closed, and the log is not flooded with that.
@ExtendWith(LeakWatch.class)
class ConnectionLimitTest {
    private static final int PING = 1;
    private static final int TELL_END = 2;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final List<String> warnings = new ArrayList<>();

    private static Command ok() {
        return Command.response(ResponseCode.SUCCESS, null);
    }

    private static void assertServed(RawClient client) throws IOException {
        assertThat(client.call(RawClient.request(PING, 7, "")).opaque()).isEqualTo(7);
    }

    @Test
    void closesWhoComesBeyondTheLimitAndServesTheOthers() throws Exception {
        CountDownLatch secondIsGone = new CountDownLatch(1);
        try (TestServer server = TestServer.start(
                        TestServer.withConnections(2),
                        routes -> routes
                                .direct(PING, exchange -> exchange.reply(ok()))
                                .direct(TELL_END, exchange -> {
                                    exchange.connection().onClose(secondIsGone::countDown);
                                    exchange.reply(ok());
                                }));
                RawClient first = server.connect()) {
            assertServed(first);
            try (RawClient second = server.connect()) {
                assertThat(second.call(RawClient.request(TELL_END, 8, "")).code()).isZero();
                for (int i = 0; i < 5; i++) {
                    try (RawClient beyond = server.connect()) {
                        assertThat(beyond.isClosedByServer()).isTrue();
                    }
                }
                assertServed(first);
                assertServed(second);
                assertThat(server.listener().connectionCount()).isEqualTo(2);
            }
            assertThat(secondIsGone.await(10, TimeUnit.SECONDS)).isTrue();
            try (RawClient instead = server.connect()) {
                assertServed(instead);
            }
        }
    }

    @Test
    void warnsOnceInAWhileAndNamesTheLimit() {
        ConnectionLimit limit = new ConnectionLimit(1, now::get, warnings::add);
        assertThat(limit.admit()).isTrue();
        assertThat(warnings).isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(limit.admit()).isFalse();
        }
        assertThat(warnings).containsExactly(
                "as many connections as maxConnections allows (1) are open:"
                        + " closed 1 that came on top since the last such line");
        now.addAndGet(ConnectionLimit.WARNING_INTERVAL.toNanos() - 1);
        assertThat(limit.admit()).isFalse();
        assertThat(warnings).hasSize(1);
        now.addAndGet(1);
        assertThat(limit.admit()).isFalse();
        assertThat(warnings).hasSize(2).last().asString().contains("closed 4 that");
    }

    @Test
    void givesRoomBack() {
        ConnectionLimit limit = new ConnectionLimit(2, now::get, warnings::add);
        for (int i = 0; i < 10; i++) {
            assertThat(limit.admit()).isTrue();
            assertThat(limit.admit()).isTrue();
            assertThat(limit.admit()).isFalse();
            limit.release();
            limit.release();
        }
    }
}
