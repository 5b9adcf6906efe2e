package io.skylark.broker;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.config.WriteGate;
import io.skylark.broker.registration.RouteRegistry;
import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.message.OffsetMessageId;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.EndTransaction;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.Remainder;
import io.skylark.protocol.api.SendBack;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.send;
import static io.skylark.broker.RunningBroker.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;

/// A broker without its write permission lets consumers finish, and takes nothing new.
@Timeout(60)
class DrainTest {
    private static final int READ = 4;
    private static final int READ_WRITE = 6;
    private static final String FAST = "UNIQ_KEY\u0001U1\u0002";
    private static final String DELAYED = "TIMER_DELAY_SEC\u000160\u0002UNIQ_KEY\u0001U2\u0002";

    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private RunningBroker broker;
    private Connection client;
    private TransactionClient transactions;

    @BeforeEach
    void start() throws IOException {
        start(READ_WRITE);
    }

    private void start(int permission) throws IOException {
        broker = new RunningBroker(
                Storage.open(folder, LogConfig.dev(), () -> now),
                BrokerConfig.standard("broker-a", 0).withPermission(permission), () -> now);
        client = broker.connect();
        transactions = new TransactionClient(broker, client);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void drain() {
        broker.permission(READ);
        now = now.plus(WriteGate.GRACE);
    }

    private static Command sendOf(String topic, String properties) {
        return SendMessage.API.request(
                sendRequest(topic, 0, properties), ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)));
    }

    private Command pull(String topic, long offset) {
        return ask(client, pullRequest(topic, 0, offset, "*", Duration.ZERO));
    }

    private long max(String topic) {
        return QueueOffsets.MAX.decodeResponse(ask(client, QueueOffsets.MAX.request(
                new QueueOffsets.Queue(topic, 0)))).offset();
    }

    private void consumed(String topic, long offset) {
        assertThat(ask(client, ConsumerOffset.UPDATE.request(
                new ConsumerOffset.Update("g", topic, 0, offset))).code()).isZero();
    }

    private void join(String... topics) {
        SubscriptionData[] subscriptions = Stream.of(topics)
                .map(topic -> new SubscriptionData(false, topic, "*", Set.of(), Set.of(), now.toEpochMilli(), "TAG"))
                .toArray(SubscriptionData[]::new);
        byte[] body = Json.encode(new Heartbeat.Data(
                "c1", Set.of(),
                Set.of(new Heartbeat.Consumer(
                        "g", ConsumeType.CONSUME_PASSIVELY, MessageModel.CLUSTERING,
                        ConsumeFrom.CONSUME_FROM_FIRST_OFFSET, Set.of(subscriptions), false)),
                0, false));
        assertThat(ask(client, Heartbeat.API.request(Empty.EMPTY, ByteBuffer.wrap(body))).code()).isZero();
    }

    private Remainder.Left left() {
        Command answer = ask(client, Remainder.API.request(Empty.EMPTY));
        assertThat(answer.code()).as(answer.remark()).isZero();
        return Json.decode(answer.body(), Remainder.Left.class);
    }

    /// The permission that name servers were told last.
    private int announced(String topic) {
        RouteRegistry.Announcement last = new ArrayList<>(broker.announcements).getLast();
        return Objects.requireNonNull(last.topics().get(topic)).perm();
    }

    @Test
    void tellsNameServersAtOnceAndAgainWhenTopicsChange() {
        send(client, "T", 0, "x");
        join("T");
        broker.permission(READ);
        assertThat(announced("T")).isEqualTo(READ);
        assertThat(announced("%RETRY%g")).isEqualTo(READ);
        assertThat(announced("TBW102") & 2).isZero();
        send(client, "Other", 0, "makes another topic");
        assertThat(announced("Other")).isEqualTo(READ);
        broker.permission(READ_WRITE);
        assertThat(announced("T")).isEqualTo(READ_WRITE);
    }

    @Test
    void refusesWhatIsSentWhenClientsHaveHeardOfIt() {
        send(client, "T", 0, "x", FAST);
        broker.permission(READ);
        send(client, "T", 0, "x", FAST);
        now = now.plus(WriteGate.GRACE);
        List<Command> sends = List.of(
                sendOf("T", FAST), sendOf("T", ""), sendOf("Unknown", ""), sendOf("T", DELAYED),
                sendOf("%DLQ%g", ""), TransactionClient.half("T", "K", ""));
        for (Command refused : sends) {
            Command answer = ask(client, refused);
            assertThat(answer.code()).isEqualTo(ResponseCode.NO_PERMISSION);
            assertThat(answer.remark()).startsWith("the broker[127.0.0.1] sending message is forbidden: it is drained");
        }
        assertThat(max("T")).isEqualTo(2);
        broker.permission(READ_WRITE);
        send(client, "T", 0, "x", FAST);
        send(client, "T", 0, "x", "");
        assertThat(max("T")).isEqualTo(4);
    }

    @Test
    void refusesFromTheFirstOnWhenItStartsSo() throws IOException {
        send(client, "T", 0, "x");
        broker.close();
        start(READ);
        assertThat(ask(client, sendOf("T", FAST)).code()).isEqualTo(ResponseCode.NO_PERMISSION);
        assertThat(pull("T", 0).code()).isZero();
        assertThat(announced("T")).isEqualTo(READ);
    }

    @Test
    void consumersFinish() {
        SendMessage.Response sent = send(client, "T", 0, "x");
        join("T");
        drain();
        assertThat(pull("T", 0).code()).isZero();
        Command back = ask(client, SendBack.API.request(new SendBack.Request(
                OffsetMessageId.decode(sent.msgId()).position(), "g", 0, null, "T", 16)));
        assertThat(back.code()).as(back.remark()).isZero();
        consumed("T", 1);
        assertThat(left().delayed()).isEqualTo(1);
        consumed("%RETRY%g", 0);
        now = now.plusSeconds(10);
        Awaitility.await().until(() -> max("%RETRY%g") == 1);
        assertThat(left().groups()).containsExactly(new Remainder.Behind("g", "%RETRY%g", 1, 1));
        consumed("%RETRY%g", 1);
        assertThat(left()).isEqualTo(new Remainder.Left(false, 0, 0, 0, 0, 0, List.of()));
        assertThat(ask(client, sendOf("%RETRY%g", "")).code()).as("a consumer sends back in another way").isZero();
    }

    @Test
    void whoPopsFinishes() {
        send(client, "T", 0, "one");
        PopClient popper = new PopClient(client, "popping");
        drain();
        Command popped = popper.pop(0, 1);
        assertThat(left().groups()).containsExactly(new Remainder.Behind("popping", "T", 1, 0));
        popper.ack(popped, PopClient.messages(popped).getFirst());
        Awaitility.await().until(() -> left().messages() == 0);
    }

    @Test
    void transactionsAndDelaysThatAreOpenComeToTheirEnd() {
        send(client, "T", 0, "x");
        TransactionClient.Sent committed = transactions.send("T", "K1", "");
        TransactionClient.Sent rolledBack = transactions.send("T", "K2", "");
        send(client, "T", 0, "later", DELAYED);
        drain();
        assertThat(left().openTransactions()).isEqualTo(2);
        assertThat(left().delayed()).isEqualTo(1);
        assertThat(transactions.end(committed, EndTransaction.COMMIT).code()).isZero();
        assertThat(transactions.end(rolledBack, EndTransaction.ROLLBACK).code()).isZero();
        now = now.plusSeconds(60);
        Awaitility.await().until(() -> max("T") == 3);
        assertThat(transactions.bodies("T")).containsExactly("x", "K1", "later");
        assertThat(left().openTransactions()).isZero();
        assertThat(left().delayed()).isZero();
    }

    @Test
    void countsWhatGroupsHaveNotConsumed() {
        for (int i = 0; i < 5; i++) {
            send(client, "T", 0, "x");
        }
        send(client, "Other", 0, "x");
        pull("T", 0);
        consumed("T", 2);
        consumed("Other", 0);
        Remainder.Left before = left();
        assertThat(before.takesMessages()).isTrue();
        assertThat(before.groups()).containsExactly(
                new Remainder.Behind("g", "T", 3, 0), new Remainder.Behind("g", "Other", 1, 0));
        assertThat(before.messages()).isEqualTo(4);
        assertThat(before.attended()).isZero();
        join("T");
        broker.permission(READ);
        assertThat(left()).isEqualTo(new Remainder.Left(
                false, WriteGate.GRACE.toMillis(), 3, 3, 0, 0, List.of(new Remainder.Behind("g", "T", 3, 1))));
    }
}
