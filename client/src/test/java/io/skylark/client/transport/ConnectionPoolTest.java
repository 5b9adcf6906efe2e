package io.skylark.client.transport;

import io.skylark.client.FakeServer;
import io.skylark.client.config.Credentials;
import io.skylark.client.config.TransportConfig;
import io.skylark.client.error.CallAbandonedException;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.UnreachableException;
import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class ConnectionPoolTest extends PoolFixture {
    @Test
    void carriesFieldsAndBodyBothWays() {
        ConnectionPool pool = pool();
        FakeServer server = echo();
        Command answer = pool.call(server.address(), request("a"), SECOND);
        assertThat(answer.field("name")).isEqualTo("a");
        assertThat(answer.bodyBytes()).containsExactly(1, 2, 3);
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void sendsBinaryHeadersWhenToldSo() {
        ConnectionPool pool = pool(TransportConfig.STANDARD.withHeaders(SerializeType.ROCKETMQ));
        assertThat(pool.call(echo().address(), request("a"), SECOND).field("name")).isEqualTo("a");
    }

    @Test
    void signsRequestsWhetherOrNotTheyAreAnsweredAndNoAnswers() {
        List<Command> answers = new CopyOnWriteArrayList<>();
        FakeServer server = server((peer, request) -> {
            if (request.isResponse()) {
                answers.add(request);
                return;
            }
            peer.send(Command.request(CODE, 1, Map.of(), Command.NO_BODY));
            if (!request.isOneway()) {
                peer.answer(request, Command.response(ResponseCode.SUCCESS, null));
            }
        });
        for (SerializeType headers : SerializeType.values()) {
            ConnectionPool pool = pool(TransportConfig.STANDARD.withHeaders(headers),
                    new Signatures(new Credentials("alice", "top secret"), headers));
            pool.handle(CODE, (from, request) -> Command.response(ResponseCode.SUCCESS, "as asked"));
            pool.call(server.address(), request("a"), SECOND);
            ConnectionPool.outcome(pool.oneway(server.address(), Command.oneway(CODE, 0, Map.of(), Command.NO_BODY)));
        }
        await().until(() -> answers.size() == 4);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.fields()).isEmpty());
        assertThat(server.requests().stream().filter(request -> !request.isResponse())).hasSize(4)
                .allSatisfy(request -> assertThat(request.fields()).containsEntry("AccessKey", "alice")
                        .containsKey("Signature"));
    }

    @Test
    void signsARequestAnewThatIsSentAgain() {
        AtomicInteger asked = new AtomicInteger();
        FakeServer server = server((peer, request) -> peer.answer(request, asked.incrementAndGet() == 1
                ? Command.response(ResponseCode.GO_AWAY, null)
                : echo(request)));
        ConnectionPool pool = pool(TransportConfig.STANDARD,
                new Signatures(new Credentials("alice", "top secret"), SerializeType.JSON));
        Map<String, String> fields = pool.call(server.address(), request("a"), SECOND).fields();
        assertThat(fields).containsOnlyKeys("name", "AccessKey", "Signature");
        assertThat(server.requests()).hasSize(2).allSatisfy(request ->
                assertThat(request.fields()).isEqualTo(fields));
    }

    /// Two bytes hold the code of a binary header.
    @Test
    void sendsCodesThatABinaryHeaderCannotHoldAsJson() {
        ConnectionPool pool = pool(TransportConfig.STANDARD.withHeaders(SerializeType.ROCKETMQ));
        FakeServer server = echo();
        Command pop = Command.request(200_050, 0, Map.of("name", "a"), ByteBuffer.allocate(0));
        assertThat(pool.call(server.address(), pop, SECOND).field("name")).isEqualTo("a");
        assertThat(pool.call(server.address(), request("b"), SECOND).field("name")).isEqualTo("b");
        assertThat(server.requests()).extracting(Command::code).containsExactly(200_050, CODE);
    }

    @Test
    void matchesAnswersThatOvertakeEachOther() {
        List<Command> waiting = new CopyOnWriteArrayList<>();
        FakeServer server = server((peer, request) -> {
            waiting.add(0, request);
            if (waiting.size() == 3) {
                waiting.forEach(each -> peer.answer(each, echo(each)));
            }
        });
        ConnectionPool pool = pool();
        List<CompletableFuture<Command>> answers = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            answers.add(pool.callAsync(server.address(), request(name), SECOND));
        }
        assertThat(answers.stream().map(answer -> ConnectionPool.outcome(answer).field("name")))
                .containsExactly("a", "b", "c");
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void takesALargeBodyAndManySmallOnesInOnePiece() {
        byte[] large = new byte[300_000];
        large[large.length - 1] = 7;
        FakeServer server = server((peer, request) -> {
            byte[] small = CommandCodec.encode(
                    Command.response(0, "small").withOpaque(-1), SerializeType.JSON);
            byte[] answer = CommandCodec.encode(
                    Command.response(0, null).withBody(large).withOpaque(request.opaque()), SerializeType.JSON);
            ByteBuffer all = ByteBuffer.allocate(10 * small.length + answer.length);
            for (int i = 0; i < 10; i++) {
                all.put(small);
            }
            peer.write(all.put(answer).array());
        });
        assertThat(pool().call(server.address(), request("a"), SECOND).bodyBytes()).isEqualTo(large);
    }

    @Test
    void doesNotWaitForAnAnswerToAOnewayRequest() {
        FakeServer server = server((peer, request) -> {});
        ConnectionPool.outcome(pool().oneway(server.address(), Command.oneway(15, 0, Map.of(), Command.NO_BODY)));
        await().until(() -> server.requests().size() == 1);
        assertThat(server.requests().get(0).isOneway()).isTrue();
    }

    @Test
    void answersRequestsOfTheServer() {
        List<Command> answers = new CopyOnWriteArrayList<>();
        FakeServer server = server((peer, request) -> {
            if (request.isResponse()) {
                answers.add(request);
                return;
            }
            peer.answer(request, echo(request));
            peer.send(Command.request(40, 901, Map.of("group", "g"), Command.NO_BODY));
            peer.send(Command.request(307, 902, Map.of(), Command.NO_BODY));
            peer.send(Command.request(309, 903, Map.of(), Command.NO_BODY));
            peer.send(Command.request(221, 905, Map.of(), Command.NO_BODY));
            peer.send(Command.oneway(40, 904, Map.of("group", "oneway"), Command.NO_BODY));
        });
        ConnectionPool pool = pool();
        List<String> heard = new CopyOnWriteArrayList<>();
        pool.handle(40, (from, request) -> {
            heard.add(from + " " + request.field("group"));
            return Command.response(ResponseCode.SUCCESS, "done");
        });
        pool.handle(309, (from, request) -> {
            throw new IllegalStateException("broken handler");
        });
        pool.handleLater(221, (from, request) -> {
            throw new IllegalArgumentException("does not decode");
        });
        pool.call(server.address(), request("a"), SECOND);
        await().until(() -> answers.size() == 4 && heard.size() == 2);
        assertThat(heard).containsExactly(server.address() + " g", server.address() + " oneway");
        assertThat(answers.stream().map(answer -> answer.opaque() + ":" + answer.code() + ":" + answer.remark()))
                .containsExactly("901:0:done", "902:3: request type 307 not supported",
                        "903:1:java.lang.IllegalStateException: broken handler",
                        "905:1:java.lang.IllegalArgumentException: does not decode");
    }

    @Test
    void failsWhatWaitsWhenTheServerClosesAndDialsAnewForTheNext() {
        AtomicInteger count = new AtomicInteger();
        FakeServer server = server((peer, request) -> {
            if (count.incrementAndGet() == 1) {
                peer.close();
            } else {
                peer.answer(request, echo(request));
            }
        });
        ConnectionPool pool = pool();
        assertThatThrownBy(() -> pool.call(server.address(), request("a"), SECOND))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("was lost");
        assertThat(pool.call(server.address(), request("b"), SECOND).field("name")).isEqualTo("b");
        assertThat(server.peers()).hasSize(2);
    }

    @Test
    void saysWhichServerCannotBeReached() {
        FakeServer gone = echo();
        gone.close();
        assertThatThrownBy(() -> pool().call(gone.address(), request("a"), SECOND))
                .isInstanceOfSatisfying(UnreachableException.class, failure -> {
                    assertThat(failure.server()).contains(gone.address());
                    assertThat(failure.retryable()).isTrue();
                    assertThat(failure.nextStep()).isPresent();
                    assertThat(failure).hasMessageContaining("Cannot connect to " + gone.address());
                });
    }

    @Test
    void saysThatAHostNameIsUnknownOrAnAddressIsNone() {
        assertThatThrownBy(() -> pool().call("no-such-host.invalid:9876", request("a"), SECOND))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("the host name is unknown");
        assertThatThrownBy(() -> pool().call("nonsense", request("a"), SECOND))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("'nonsense' is not an address");
    }

    @Test
    void asksAgainOnAFreshConnectionWhenToldToGoAway() {
        AtomicInteger count = new AtomicInteger();
        FakeServer server = server((peer, request) -> peer.answer(request, count.incrementAndGet() == 1
                ? Command.response(ResponseCode.GO_AWAY, "please go away")
                : echo(request)));
        assertThat(pool().call(server.address(), request("a"), SECOND).code()).isZero();
        assertThat(server.peers()).hasSize(2);
    }

    @Test
    void closesAConnectionThatSendsNoFrames() {
        FakeServer server = server((peer, request) -> peer.write(
                "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> pool().call(server.address(), request("a"), SECOND))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("frame length");
    }

    @Test
    void anInterruptedCallerDoesNotBreakTheConnectionOfOthers() {
        FakeServer server = server((peer, request) -> {
            if (!"b".equals(request.field("name"))) {
                peer.answer(request, echo(request));
            }
        });
        ConnectionPool pool = pool();
        pool.call(server.address(), request("a"), SECOND);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pool.call(server.address(), request("b"), SECOND))
                .isInstanceOf(CallAbandonedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pool.call(server.address(), request("c"), SECOND).field("name")).isEqualTo("c");
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void refusesMoreRequestsThanMayWait() {
        FakeServer server = server((peer, request) -> {});
        ConnectionPool pool = pool(new TransportConfig(SECOND, SECOND, 1, SerializeType.JSON));
        CompletableFuture<Command> first = pool.callAsync(server.address(), request("a"), SECOND);
        await().until(() -> server.requests().size() == 1);
        assertThatThrownBy(() -> pool.call(server.address(), request("b"), SECOND))
                .isInstanceOf(CallAbandonedException.class)
                .hasMessageContaining("the limit is reached");
        assertThat(first).isNotDone();
    }

    @Test
    void refusesAFrameThatNoServerTakes() {
        Command tooLarge = Command.request(CODE, 0, Map.of(), ByteBuffer.allocate(CommandCodec.MAX_FRAME_BYTES));
        assertThatThrownBy(() -> pool().call(echo().address(), tooLarge, SECOND))
                .isInstanceOf(MessageRejectedException.class)
                .hasMessageContaining("exceeds");
    }

    @Test
    void everyCodeButSuccessIsAnExceptionWhenAnAnswerIsDemanded() {
        FakeServer server = server((peer, request) ->
                peer.answer(request, Command.response(ResponseCode.TOPIC_NOT_EXIST, "no such topic")));
        assertThatThrownBy(() -> pool().demand("The route of T", server.address(), request("a"), SECOND))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(17);
                    assertThat(refused.remark()).isEqualTo("no such topic");
                    assertThat(refused).hasMessage("The route of T was refused by " + server.address()
                            + ": code 17 TOPIC_NOT_EXIST: no such topic. Create the topic: skylark topic create TOPIC");
                });
    }

    @Test
    void aClosedPoolRefusesAndFailsWhatWaits() {
        FakeServer server = server((peer, request) -> {});
        ConnectionPool pool = pool();
        CompletableFuture<Command> waiting = pool.callAsync(server.address(), request("a"), SECOND);
        await().until(() -> server.requests().size() == 1);
        pool.close();
        assertThatThrownBy(() -> ConnectionPool.outcome(waiting)).isInstanceOf(CallAbandonedException.class);
        assertThatThrownBy(() -> pool.call(server.address(), request("b"), SECOND))
                .isInstanceOf(CallAbandonedException.class)
                .hasMessage("The client is closed");
    }

    @Test
    void tellsOfEachNewConnection() {
        FakeServer server = echo();
        ConnectionPool pool = pool();
        List<String> opened = new CopyOnWriteArrayList<>();
        pool.onOpen(opened::add);
        pool.call(server.address(), request("a"), SECOND);
        pool.call(server.address(), request("b"), SECOND);
        await().until(() -> !opened.isEmpty());
        assertThat(opened).containsExactly(server.address());
    }
}
