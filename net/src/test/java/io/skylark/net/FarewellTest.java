package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.Language;
import io.skylark.protocol.ResponseCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/// A server that stops answers what it has begun, begins nothing more, and lets its clients read to the end.
@ExtendWith(LeakWatch.class)
class FarewellTest {
    private static final int WORK = 1;
    private static final int WAIT = 2;

    private final LinkedBlockingQueue<Exchange> begun = new LinkedBlockingQueue<>();

    private TestServer start() throws IOException {
        return TestServer.start(routes -> routes.direct(WORK, begun::add).direct(WAIT, exchange -> {
            exchange.connection().onFarewell(() -> exchange.reply(exchange.connection().goAway()));
            begun.add(exchange);
        }));
    }

    private static Command request(int code, int opaque, int version) {
        return new Command(code, Language.JAVA, version, opaque, 0, null, new HashMap<>(), Command.NO_BODY);
    }

    @Test
    void endsOneRequestAfterTheOther() throws Exception {
        CompletableFuture<Void> closed;
        try (TestServer server = start(); RawClient client = server.connect()) {
            client.send(request(WORK, 1, 513));
            Exchange underWay = begun.take();
            client.send(request(WAIT, 2, 513));
            begun.take();
            server.listener().quiesce();
            Command sentAway = client.read();
            assertThat(sentAway.opaque()).isEqualTo(2);
            assertThat(sentAway.code()).isEqualTo(ResponseCode.GO_AWAY);
            assertThat(client.call(request(WORK, 3, 513)).code()).isEqualTo(ResponseCode.GO_AWAY);
            underWay.reply(Command.response(ResponseCode.SUCCESS, "done"));
            closed = CompletableFuture.runAsync(server.listener()::close);
            assertThat(client.read().remark()).isEqualTo("done");
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(begun).isEmpty();
        }
        closed.join();
    }

    @Test
    void tellsClientsThatDoNotKnowTheWordThatItDoesNotServe() throws Exception {
        try (TestServer server = start(); RawClient client = server.connect()) {
            client.send(request(WAIT, 1, 475));
            begun.take();
            server.listener().quiesce();
            assertThat(client.read().code()).isEqualTo(ResponseCode.SERVICE_NOT_AVAILABLE);
        }
    }

    @Test
    void losesNoAnswerToAClientThatGoesOnSending() throws Exception {
        int answers = 2_000;
        CompletableFuture<Void> closed;
        try (TestServer server = start(); RawClient client = server.connect()) {
            for (int i = 0; i < answers; i++) {
                client.send(request(WORK, i, 513));
            }
            for (int i = 0; i < answers; i++) {
                begun.take().reply(Command.response(ResponseCode.SUCCESS, "x".repeat(500)));
            }
            closed = CompletableFuture.runAsync(server.listener()::close);
            client.send(request(WORK, answers, 513));
            for (int i = 0; i < answers; i++) {
                assertThat(client.read().opaque()).isEqualTo(i);
            }
        }
        closed.join();
        // the last one may have come before the end was begun
        begun.forEach(exchange -> exchange.reply(Command.response(ResponseCode.SUCCESS, "")));
    }
}
