package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(LeakWatch.class)
class GateTest {
    private static final int READ = 1;
    private static final int CHANGE = 2;
    private static final int ADDED = 3;
    private static final int UNKNOWN = 4;

    private final AtomicBoolean open = new AtomicBoolean();
    private final Router router = Router.builder()
            .direct(READ, GateTest::ok)
            .blocking(CHANGE, GateTest::ok)
            .build(TestServer.CONFIG)
            .with(routes -> routes.direct(ADDED, GateTest::ok))
            .guarded(Set.of(CHANGE, ADDED, UNKNOWN), this::refusal);

    private Optional<String> refusal(Connection connection) {
        assertThat(connection.isOnEventLoop()).isTrue();
        return open.get() ? Optional.empty() : Optional.of("not from " + connection.remoteAddress().getHostString());
    }

    private static void ok(Exchange exchange) {
        exchange.reply(Command.response(ResponseCode.SUCCESS, null));
    }

    @Test
    void aGateStandsBeforeItsConversationsOnly() throws IOException {
        try (TestServer server = TestServer.start(router); RawClient client = server.connect()) {
            assertThat(client.call(RawClient.request(READ, 1, "")).code()).isZero();
            for (int code : new int[] {CHANGE, ADDED}) {
                Command refused = client.call(RawClient.request(code, 2, ""));
                assertThat(refused.code()).isEqualTo(ResponseCode.NO_PERMISSION);
                assertThat(refused.remark()).isEqualTo("not from 127.0.0.1");
            }
            assertThat(client.call(RawClient.request(UNKNOWN, 3, "")).code())
                    .isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);

            open.set(true);
            assertThat(client.call(RawClient.request(CHANGE, 4, "")).code()).isZero();
            assertThat(client.call(RawClient.request(ADDED, 5, "")).code()).isZero();
        }
    }

    @Test
    void aGateThatAFastHandlerWouldPassByIsAMistake() {
        Router fast = Router.builder().fast(READ, request -> true).direct(READ, GateTest::ok).build(TestServer.CONFIG);

        assertThatThrownBy(() -> fast.guarded(Set.of(READ), this::refusal)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aConversationIsAddedOnce() {
        assertThatThrownBy(() -> router.with(routes -> routes.direct(READ, GateTest::ok)))
                .isInstanceOf(IllegalStateException.class);
    }
}
