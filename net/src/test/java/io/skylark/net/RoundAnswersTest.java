package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.view.AnswerWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/// Answers that were collected leave together, or their connections end. The only event loop of the server owns the round.
@ExtendWith(LeakWatch.class)
class RoundAnswersTest {
    private static final int COLLECT = 1;
    private static final int RELEASE = 2;
    private static final int FAIL = 3;

    private final RoundAnswers round = new RoundAnswers();

    private record Plain(Exchange exchange) implements Answer {
        @Override
        public int code() {
            return 0;
        }

        @Override
        public int maxBytes() {
            return AnswerWriter.MAX_FIXED_BYTES;
        }

        @Override
        public void writeTo(ByteBuffer target, AnswerWriter writer) {
            writer.begin(target, exchange.type(), ResponseCode.SUCCESS, exchange.opaque(), new byte[0]);
            writer.end(0);
        }
    }

    private void routes(Router.Builder routes) {
        routes.direct(COLLECT, exchange -> {
            exchange.releaseBody();
            round.add(exchange.connection(), new Plain(exchange));
        });
        routes.direct(RELEASE, exchange -> {
            round.release();
            exchange.reply(Command.response(ResponseCode.SUCCESS, null));
        });
        routes.direct(FAIL, exchange -> {
            round.fail();
            exchange.reply(Command.response(ResponseCode.SUCCESS, null));
        });
    }

    private static void collect(RawClient client, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            client.send(RawClient.request(COLLECT, i, "body"));
        }
    }

    @Test
    void leaveInTheirOrderWhenTheRoundIsReleased() throws IOException {
        try (TestServer server = TestServer.start(this::routes); RawClient client = server.connect()) {
            for (int start = 0; start < 30; start += 10) {
                collect(client, start, start + 10);
                Command released = client.call(RawClient.request(RELEASE, 1000, ""));
                assertThat(released.opaque()).isEqualTo(1000);
                for (int i = start; i < start + 10; i++) {
                    assertThat(client.read().opaque()).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void endTheirConnectionsWhenTheRoundFails() throws IOException {
        try (TestServer server = TestServer.start(this::routes);
                RawClient waiting = server.connect();
                RawClient other = server.connect()) {
            collect(waiting, 0, 100);
            waiting.send(RawClient.request(FAIL, 100, ""));
            assertThat(waiting.isClosedByServer()).isTrue();
            assertThat(other.call(RawClient.request(RELEASE, 7, "")).opaque()).isEqualTo(7);
            collect(other, 0, 1);
            other.send(RawClient.request(RELEASE, 8, ""));
            assertThat(other.read().opaque() + other.read().opaque()).isEqualTo(8);
        }
    }
}
