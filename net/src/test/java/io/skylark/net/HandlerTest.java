package io.skylark.net;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import io.skylark.protocol.wire.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What becomes of a request between its arrival and its answer.
@ExtendWith(LeakWatch.class)
class HandlerTest {
    private static final int A = 1;
    private static final int B = 2;
    private static final int C = 3;

    private static Command ok() {
        return Command.response(ResponseCode.SUCCESS, null);
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        try (TestServer server = TestServer.start(routes -> routes.direct(A, exchange ->
                exchange.reply(ok().withBody(exchange.request().bodyBytes()))));
                RawClient client = server.connect()) {
            int count = 2000;
            for (int i = 0; i < count; i++) {
                client.send(RawClient.request(A, i, "body " + i));
            }
            for (int i = 0; i < count; i++) {
                Command answer = client.read();
                assertThat(answer.opaque()).isEqualTo(i);
                assertThat(RawClient.text(answer)).isEqualTo("body " + i);
            }
        }
    }

    @Test
    void letsAnswersOvertakeEachOther() throws IOException {
        Queue<Exchange> held = new ConcurrentLinkedQueue<>();
        try (TestServer server = TestServer.start(routes -> routes
                        .direct(A, held::add)
                        .direct(B, exchange -> {
                            exchange.reply(ok());
                            held.remove().reply(ok().withBody(new byte[] {'h'}));
                        }));
                RawClient client = server.connect()) {
            client.send(RawClient.request(A, 10, "waits")).send(RawClient.request(B, 11, "now"));
            assertThat(client.read().opaque()).isEqualTo(11);
            Command late = client.read();
            assertThat(late.opaque()).isEqualTo(10);
            assertThat(RawClient.text(late)).isEqualTo("h");
        }
    }

    @Test
    void answersFromManyThreadsWithoutMixingBytes() throws IOException {
        try (TestServer server = TestServer.start(routes -> routes.blocking(A, exchange -> {
            byte[] body = exchange.request().bodyBytes();
            exchange.reply(ok(), body.length, target -> target.put(body));
        })); RawClient client = server.connect()) {
            int count = 500;
            Map<Integer, String> expected = new HashMap<>();
            for (int i = 0; i < count; i++) {
                expected.put(i, String.valueOf(i).repeat(i % 50));
                client.send(RawClient.request(A, i, expected.get(i)));
            }
            Map<Integer, String> answered = new HashMap<>();
            for (int i = 0; i < count; i++) {
                Command answer = client.read();
                answered.put(answer.opaque(), RawClient.text(answer));
            }
            assertThat(answered).isEqualTo(expected);
        }
    }

    @Test
    void refusesAnUnknownCodeInTheWordsOfRocketMq() throws IOException {
        try (TestServer server = TestServer.start(routes -> {}); RawClient client = server.connect()) {
            Command answer = client.call(RawClient.request(4711, 5, ""));
            assertThat(answer.code()).isEqualTo(3);
            assertThat(answer.remark()).isEqualTo(" request type 4711 not supported");
            assertThat(answer.opaque()).isEqualTo(5);
            assertThat(answer.isResponse()).isTrue();
        }
    }

    @Test
    void saysWhyItRefusesWhatItKnowsOf() throws IOException {
        try (TestServer server = TestServer.start(routes -> {}); RawClient client = server.connect()) {
            Command answer = client.call(RawClient.request(902, 7, ""));
            assertThat(answer.code()).isEqualTo(ResponseCode.REQUEST_CODE_NOT_SUPPORTED);
            assertThat(answer.remark()).startsWith("ADD_BROKER (902) is refused: there are no broker containers");
        }
    }

    @Test
    void turnsWhatAHandlerThrowsIntoAnErrorAnswer() throws IOException {
        List<Throwable> thrown = List.of(
                new IllegalStateException("broken"),
                new UnsupportedOperationException(),
                new ProtocolException("the custom field <x> is null"),
                new RequestFailure(17, "no such topic"),
                new StackOverflowError());
        List<String> remarks = List.of(
                "1 java.lang.IllegalStateException, broken",
                "1 java.lang.UnsupportedOperationException",
                "1 the custom field <x> is null",
                "17 no such topic",
                "1 java.lang.StackOverflowError");
        RequestHandler thrower = exchange -> {
            Throwable failure = thrown.get(Integer.parseInt(RawClient.text(exchange.request())));
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        };
        try (TestServer server = TestServer.start(routes -> routes.direct(A, thrower).blocking(B, thrower));
                RawClient client = server.connect()) {
            for (int code : new int[] {A, B}) {
                List<String> answers = new ArrayList<>();
                for (int i = 0; i < thrown.size(); i++) {
                    Command answer = client.call(RawClient.request(code, i, String.valueOf(i)));
                    answers.add(answer.code() + " " + answer.remark());
                }
                assertThat(answers).isEqualTo(remarks);
            }
        }
    }

    @Test
    void sendsOnlyTheFirstOfSeveralAnswers() throws IOException {
        try (TestServer server = TestServer.start(routes -> routes.direct(A, exchange -> {
            assertThat(exchange.isAnswered()).isFalse();
            exchange.reply(ok().withRemark("first"));
            assertThat(exchange.isAnswered()).isTrue();
            exchange.reply(ok().withRemark("second"));
            exchange.reply(ok(), 3, target -> {
                throw new AssertionError("the body of a second answer is not asked for");
            });
            exchange.fail(1, "third");
            throw new IllegalStateException("fourth");
        })); RawClient client = server.connect()) {
            assertThat(client.call(RawClient.request(A, 1, "")).remark()).isEqualTo("first");
            Command next = client.call(RawClient.request(A, 2, ""));
            assertThat(next.opaque()).isEqualTo(2);
            assertThat(next.remark()).isEqualTo("first");
        }
    }

    @Test
    void doesNotAnswerOnewayRequests() throws IOException {
        try (TestServer server = TestServer.start(routes -> routes
                        .direct(A, exchange -> exchange.reply(ok()))
                        .direct(B, exchange -> exchange.reply(ok(), 3, target -> {
                            throw new AssertionError("the body of an answer that is not sent is not asked for");
                        }))
                        .blocking(C, exchange -> {
                            throw new IllegalStateException("nobody is told");
                        }));
                RawClient client = server.connect()) {
            for (int code : new int[] {A, B, C, 4711}) {
                client.send(Command.oneway(code, code, new HashMap<>(), Command.NO_BODY));
            }
            assertThat(client.call(RawClient.request(A, 77, "")).opaque()).isEqualTo(77);
        }
    }

    @Test
    void answersWithAnErrorWhenTheBodyCannotBeWritten() throws IOException {
        try (TestServer server = TestServer.start(routes -> routes.direct(A, exchange ->
                exchange.reply(ok(), 2, target -> target.put(new byte[3]))));
                RawClient client = server.connect()) {
            Command answer = client.call(RawClient.request(A, 3, "body"));
            assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
            assertThat(answer.remark()).isEqualTo("the answer could not be written");
            assertThat(answer.opaque()).isEqualTo(3);
        }
    }

    @Test
    void answersWithAnErrorWhenTheAnswerIsTooLarge() throws IOException {
        try (TestServer server = TestServer.start(routes -> routes
                        .direct(A, exchange -> exchange.reply(ok(), CommandCodec.MAX_FRAME_BYTES, target -> {}))
                        .direct(B, exchange -> exchange.reply(ok().withBody(new byte[CommandCodec.MAX_FRAME_BYTES]))));
                RawClient client = server.connect()) {
            for (int code : new int[] {A, B}) {
                Command answer = client.call(RawClient.request(code, code, ""));
                assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
                assertThat(answer.remark())
                        .startsWith("the answer cannot be sent: a frame of 16777")
                        .contains("exceeds");
                assertThat(answer.opaque()).isEqualTo(code);
            }
        }
    }

    @Test
    void answersInTheSerializationOfTheRequest() throws IOException {
        Queue<Exchange> held = new ConcurrentLinkedQueue<>();
        try (TestServer server = TestServer.start(routes -> routes
                        .direct(A, exchange -> exchange.reply(ok().withRemark("a")))
                        .direct(B, exchange -> exchange.reply(Command.response(200_050, "does not fit")))
                        .direct(C, held::add));
                RawClient client = server.connect()) {
            Command request = RawClient.request(A, 1, "");
            assertThat(client.send(request, SerializeType.ROCKETMQ).read().remark()).isEqualTo("a");
            assertThat(client.lastType()).isEqualTo(SerializeType.ROCKETMQ);
            assertThat(client.send(request, SerializeType.JSON).read().remark()).isEqualTo("a");
            assertThat(client.lastType()).isEqualTo(SerializeType.JSON);
            Command large = client.send(RawClient.request(B, 1, ""), SerializeType.ROCKETMQ).read();
            assertThat(large.code()).isEqualTo(200_050);
            assertThat(client.lastType()).isEqualTo(SerializeType.JSON);
            // a request in the other form that came later does not change the answer
            client.send(RawClient.request(C, 8, ""), SerializeType.ROCKETMQ);
            client.send(request, SerializeType.JSON).read();
            held.remove().reply(ok());
            assertThat(client.read().opaque()).isEqualTo(8);
            assertThat(client.lastType()).isEqualTo(SerializeType.ROCKETMQ);
        }
    }

    @Test
    void refusesBlockingCallsBeyondTheirLimit() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        LinkedBlockingQueue<Thread> running = new LinkedBlockingQueue<>();
        try (TestServer server = TestServer.start(
                        TestServer.withLimits(1 << 20, 2, 1 << 20),
                        routes -> routes.direct(B, exchange -> exchange.reply(ok())).blocking(A, exchange -> {
                            running.add(Thread.currentThread());
                            release.await();
                            exchange.reply(ok());
                        }));
                RawClient client = server.connect()) {
            client.send(RawClient.request(A, 1, "")).send(RawClient.request(A, 2, ""));
            for (int i = 0; i < 2; i++) {
                Thread thread = running.poll(10, TimeUnit.SECONDS);
                assertThat(thread).isNotNull();
                assertThat(thread.isVirtual()).isTrue();
            }
            Command refused = client.call(RawClient.request(A, 3, ""));
            assertThat(refused.opaque()).isEqualTo(3);
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.remark()).isEqualTo("[OVERLOAD]system busy, start flow control for a while");
            assertThat(client.call(RawClient.request(B, 4, "")).opaque()).isEqualTo(4);
            release.countDown();
            assertThat(List.of(client.read().opaque(), client.read().opaque())).containsExactlyInAnyOrder(1, 2);
            assertThat(client.call(RawClient.request(A, 5, "")).code()).isZero();
        }
    }

    @Test
    void dropsAnAnswerToAConnectionThatIsGone() throws Exception {
        LinkedBlockingQueue<Exchange> held = new LinkedBlockingQueue<>();
        CountDownLatch closed = new CountDownLatch(1);
        try (TestServer server = TestServer.start(routes -> routes.direct(A, held::add))) {
            try (RawClient client = server.connect()) {
                client.send(RawClient.request(A, 1, "body"));
                Exchange exchange = held.poll(10, TimeUnit.SECONDS);
                assertThat(exchange).isNotNull();
                held.add(exchange);
                exchange.connection().onClose(closed::countDown);
            }
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            Exchange exchange = held.remove();
            assertThat(exchange.connection().isOpen()).isFalse();
            exchange.reply(ok(), 1000, target -> target.put(new byte[1000]));
            assertThat(exchange.isAnswered()).isTrue();
            try (RawClient behind = server.connect()) {
                behind.send(RawClient.request(A, 2, ""));
                Exchange next = held.poll(10, TimeUnit.SECONDS);
                assertThat(next).isNotNull();
                next.reply(ok().withBody("on".getBytes(StandardCharsets.UTF_8)));
                assertThat(RawClient.text(behind.read())).isEqualTo("on");
            }
        }
    }

    @Test
    void refusesTwoHandlersForOneCode() {
        Router.Builder builder = Router.builder().direct(A, exchange -> {});
        assertThatThrownBy(() -> builder.blocking(A, exchange -> {})).hasMessage("two handlers for request code 1");
    }
}
