package io.skylark.broker;

import io.skylark.broker.TransactionClient.Sent;
import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.config.TransactionConfig;
import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.message.Host;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.message.SysFlag;
import io.skylark.message.TopicNames;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.CheckTransaction;
import io.skylark.protocol.api.DeleteExpiredLog;
import io.skylark.protocol.api.EndTransaction;
import io.skylark.protocol.api.ResumeCheck;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.header.Empty;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class TransactionTest {
    private static final TransactionConfig TRANSACTIONS =
            new TransactionConfig(Duration.ofSeconds(6), Duration.ofMillis(20), 3, 5, false);
    private static final LogConfig SMALL = new LogConfig(
            1 << 16, 1 << 14, 1 << 20, 1 << 13, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 1 << 18,
            LogConfig.dev().reserve());
    private static final int COMMIT = EndTransaction.COMMIT;
    private static final int ROLLBACK = EndTransaction.ROLLBACK;

    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private RunningBroker broker;
    private TransactionClient client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(
                Storage.open(folder, SMALL, () -> now),
                BrokerConfig.standard("broker-a", 0).withTransactions(TRANSACTIONS), () -> now);
        client = new TransactionClient(broker, broker.connect());
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void restart() throws IOException {
        broker.close();
        start();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static void assertFails(Command answer, int code, String remark) {
        assertThat(answer.code()).as(answer.remark()).isEqualTo(code);
        assertThat(answer.remark()).contains(remark);
    }

    @Test
    void aMessageIsSeenOnceItIsCommitted() {
        RunningBroker.send(client.connection(), "T", 0, "before");
        Sent half = client.send("T", "K1", "TAGS\u0001A\u0002");
        assertThat(half.ordinal()).isZero();
        assertThat(client.send("T", "K2", "").ordinal()).isEqualTo(1);
        assertThat(client.bodies("T")).containsExactly("before");
        assertThat(client.end(half, COMMIT).code()).isZero();
        List<StoredMessage> messages = client.read("T", 0);
        assertThat(messages).hasSize(2);
        StoredMessage committed = messages.getLast();
        assertThat(committed.queueOffset()).isEqualTo(1);
        assertThat(committed.sysFlag() & SysFlag.TRANSACTION_MASK).isEqualTo(SysFlag.TRANSACTION_COMMIT);
        assertThat(committed.preparedTransactionPosition()).isEqualTo(half.position());
        assertThat(committed.tags()).isEqualTo("A");
        assertThat(committed.property(PropertyNames.UNIQUE_KEY)).isEqualTo("K1");
        assertThat(committed.property(PropertyNames.TRANSACTION_PREPARED)).isNull();
        assertThat(broker.openTransactions()).isEqualTo(1);
    }

    @Test
    void aMessageThatIsRolledBackIsNeverSeen() throws IOException {
        Sent half = client.send("T", "K1", "");
        assertThat(client.end(half, ROLLBACK).code()).isZero();
        assertThat(client.end(half, ROLLBACK).code()).as("said twice").isZero();
        assertFails(client.end(half, COMMIT), ResponseCode.ILLEGAL_OPERATION, "is rolled back, and stays so");
        restart();
        assertFails(client.end(half, COMMIT), ResponseCode.SYSTEM_ERROR, "Find prepared transaction message failed");
        assertThat(client.read("T", 0)).isEmpty();
    }

    @Test
    void aCommittedTransactionIsCommittedOnce() throws IOException {
        Sent half = client.send("T", "K1", "");
        assertThat(client.end(half, COMMIT).code()).isZero();
        assertThat(client.end(half, COMMIT).code()).as("said twice").isZero();
        assertFails(client.end(half, ROLLBACK), ResponseCode.ILLEGAL_OPERATION, "is committed, and stays so");
        restart();
        assertFails(client.end(half, COMMIT), ResponseCode.SYSTEM_ERROR, "Find prepared transaction message failed");
        assertThat(client.bodies("T")).containsExactly("K1");
    }

    @Test
    void aDecisionMustFitItsHalfMessage() {
        Sent half = client.send("T", "K1", "");
        assertFails(client.end("other", half.ordinal(), half.position(), COMMIT, false),
                ResponseCode.SYSTEM_ERROR, "The producer group wrong");
        assertFails(client.end(TransactionClient.GROUP, 7, half.position(), COMMIT, false),
                ResponseCode.SYSTEM_ERROR, "The transaction state table offset wrong");
        assertFails(client.end(TransactionClient.GROUP, half.ordinal(), half.position() + 1, COMMIT, false),
                ResponseCode.SYSTEM_ERROR, "Find prepared transaction message failed");
        assertThat(client.end(half, EndTransaction.UNKNOWN).code()).isZero();
        assertThat(broker.openTransactions()).isEqualTo(1);
        assertThat(client.end(half, COMMIT).code()).isZero();
    }

    @Test
    void aProducerThatDoesNotDecideIsAsked() throws Exception {
        client.heartbeat();
        Sent half = client.send("T", "K1", "");
        pass(Duration.ofSeconds(7));
        Command question = client.question();
        CheckTransaction.Request header = CheckTransaction.API.decodeRequest(question);
        assertThat(question.isOneway()).isTrue();
        assertThat(header.topic()).isEqualTo("T");
        assertThat(header.commitLogOffset()).isEqualTo(half.position());
        assertThat(header.tranStateTableOffset()).isEqualTo(half.ordinal());
        assertThat(header.transactionId()).isEqualTo("K1");
        assertThat(header.brokerName()).isEqualTo("broker-a");
        StoredMessage asked = StoredMessage.decode(ByteBuffer.wrap(question.bodyBytes()));
        assertThat(asked.topic()).isEqualTo("T");
        assertThat(asked.offsetMessageId()).isEqualTo(header.offsetMsgId());
        assertThat(asked.property(PropertyNames.TRANSACTION_CHECK_TIMES)).isEqualTo("1");
        Command answer = client.end(
                TransactionClient.GROUP, header.tranStateTableOffset(), header.commitLogOffset(), COMMIT, true);
        assertThat(answer.code()).isZero();
        assertThat(client.bodies("T")).containsExactly("K1");
    }

    @Test
    void checksGoOnAfterARestartAndEndInATopicForOperators() throws Exception {
        client.heartbeat();
        Sent half = client.send("T", "K1", "");
        pass(Duration.ofSeconds(7));
        client.question();
        client.question();
        restart();
        assertThat(broker.openTransactions()).isEqualTo(1);
        assertThat(client.read(TopicNames.TRANSACTION_CHECK_MAX, 0)).as("nobody was asked yet").isEmpty();
        client.heartbeat();
        client.question();
        while (broker.openTransactions() > 0) { // the next round, the time-out of the test bounds it
            Thread.onSpinWait();
        }
        StoredMessage givenUp = client.read(TopicNames.TRANSACTION_CHECK_MAX, 0).getFirst();
        assertThat(givenUp.property(PropertyNames.REAL_TOPIC)).isEqualTo("T");
        assertThat(givenUp.property(PropertyNames.UNIQUE_KEY)).isEqualTo("K1");
        assertFails(client.end(half, COMMIT), ResponseCode.ILLEGAL_OPERATION, "is given up");
        assertThat(client.read("T", 0)).isEmpty();
    }

    private Command resume(String id) {
        return ask(client.connection(), ResumeCheck.API.request(new ResumeCheck.Request(null, id)));
    }

    @Test
    void whatWasGivenUpIsAskedAboutAgainWhenAnOperatorWantsIt() throws Exception {
        client.heartbeat();
        client.send("T", "K1", "");
        pass(Duration.ofSeconds(7));
        while (broker.openTransactions() > 0) { // the time-out of the test bounds it
            Thread.onSpinWait();
        }
        broker.notifications.clear();
        StoredMessage givenUp = client.read(TopicNames.TRANSACTION_CHECK_MAX, 0).getFirst();
        assertThat(resume(givenUp.offsetMessageId()).code()).isZero();
        assertThat(broker.openTransactions()).isEqualTo(1);
        pass(Duration.ofSeconds(7));
        Command question = client.question();
        CheckTransaction.Request header = CheckTransaction.API.decodeRequest(question);
        assertThat(header.transactionId()).isEqualTo("K1");
        StoredMessage asked = StoredMessage.decode(ByteBuffer.wrap(question.bodyBytes()));
        assertThat(asked.property(PropertyNames.TRANSACTION_CHECK_TIMES)).isEqualTo("1");
        assertThat(client.end(TransactionClient.GROUP, header.tranStateTableOffset(), header.commitLogOffset(), COMMIT,
                true).code()).isZero();
        assertThat(client.bodies("T")).containsExactly("K1");
    }

    @Test
    void theChecksOfAnOpenTransactionBeginAgainWhenAnOperatorWantsIt() throws Exception {
        client.heartbeat();
        Sent half = client.send("T", "K1", "");
        String id = OffsetMessageId.encode(Host.of(new byte[] {127, 0, 0, 1}, 1), half.position());
        pass(Duration.ofSeconds(7));
        for (int i = 0; i < 2 * TRANSACTIONS.maxChecks(); i++) { // one question too many gives it up
            StoredMessage asked = StoredMessage.decode(ByteBuffer.wrap(client.question().bodyBytes()));
            assertThat(asked.property(PropertyNames.UNIQUE_KEY)).isEqualTo("K1");
            now = now.minusSeconds(7); // nobody is asked now
            assertThat(resume(id).code()).isZero();
            assertThat(resume(id).code()).isZero(); // the count of the question may have come behind the first one
            broker.notifications.clear();
            now = now.plusSeconds(7);
        }
        assertThat(broker.openTransactions()).isEqualTo(1);
        assertFails(resume("nothing"), ResponseCode.SYSTEM_ERROR, "not an offset message id: nothing");
        String other = OffsetMessageId.encode(Host.of(new byte[] {127, 0, 0, 1}, 1), 5);
        assertFails(resume(other), ResponseCode.SYSTEM_ERROR, "no transaction is open or was given up under the id");
    }

    @Test
    void aProducerWithImmunityIsAskedLaterAndThenTheCheckDecides() throws Exception {
        client.heartbeat();
        Sent immune = client.send("T", "K1", "CHECK_IMMUNITY_TIME_IN_SECONDS\u0001100\u0002");
        pass(Duration.ofSeconds(50));
        client.send("T", "K2", "");
        pass(Duration.ofSeconds(7));
        assertThat(CheckTransaction.API.decodeRequest(client.question()).transactionId()).isEqualTo("K2");
        pass(Duration.ofSeconds(44));
        Set<String> asked = new HashSet<>();
        while (!asked.contains("K1")) {
            asked.add(CheckTransaction.API.decodeRequest(client.question()).transactionId());
        }
        assertThat(client.end(immune, COMMIT).code()).isEqualTo(ResponseCode.ILLEGAL_OPERATION);
        assertThat(client.end(TransactionClient.GROUP, immune.ordinal(), immune.position(), COMMIT, true).code())
                .isZero();
    }

    @Test
    void nobodyIsAskedWhileItsProducerIsAway() {
        client.send("T", "K1", "");
        pass(Duration.ofHours(1));
        client.send("T", "K2", "");
        assertThat(broker.notifications).isEmpty();
        assertThat(broker.openTransactions()).isEqualTo(2);
    }

    @Test
    void moreThanTheLimitAreRefused() {
        for (int i = 0; i < TRANSACTIONS.maxOpen(); i++) {
            client.send("T", "K" + i, "");
        }
        assertFails(ask(client.connection(), TransactionClient.half("T", "K", "")),
                ResponseCode.SYSTEM_BUSY, "transactionOpenMax");
        assertThat(RunningBroker.send(client.connection(), "T", 0, "plain").queueOffset()).isZero();
    }

    @Test
    void whatCannotBeATransactionIsRefused() {
        client.send("T", "K", "");
        assertFails(ask(client.connection(), TransactionClient.half("T", "K", "DELAY\u00013\u0002")),
                ResponseCode.MESSAGE_ILLEGAL, "cannot be delayed");
        assertFails(ask(client.connection(), SendMessage.API.request(
                        RunningBroker.sendRequest("T", 0, "TRAN_MSG\u0001true\u0002"), ByteBuffer.wrap(new byte[1]))),
                ResponseCode.MESSAGE_ILLEGAL, "PGROUP");
    }

    @Test
    void aTransactionOutlivesItsTopicWithoutHarm() {
        Sent half = client.send("T", "K1", "");
        ask(client.connection(), Topics.DELETE_IN_BROKER.request(new Topics.Delete("T", null)));
        assertFails(client.end(half, COMMIT), ResponseCode.TOPIC_NOT_EXIST, "does not exist any more");
        assertThat(client.end(half, ROLLBACK).code()).isZero();
    }

    @Test
    void openTransactionsAreTakenAlongFromExpiredSegments() throws IOException {
        ask(client.connection(), Topics.CREATE.request(
                new Topics.Create("F", "TBW102", 4, 4, 6, "SINGLE_TAG", 0, false, "+retention=1h")));
        Sent half = client.send("T", "K1", "");
        String filler = "x".repeat(1000);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 300; i++) {
                RunningBroker.send(client.connection(), "F", 0, filler);
            }
            pass(Duration.ofMinutes(61));
        }
        while (!client.read("F", 0).isEmpty()) {
            ask(client.connection(), DeleteExpiredLog.API.request(Empty.EMPTY));
        }
        restart();
        assertThat(client.end(half, COMMIT).code()).isZero();
        List<StoredMessage> messages = client.read("T", 0);
        assertThat(messages).hasSize(1);
        assertThat(messages.getFirst().preparedTransactionPosition()).isEqualTo(half.position());
    }
}
