package io.skylark.conformance.scenario;

import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.client.producer.TransactionSendResult;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// A committed message is consumed, one that is rolled back is not, and who does not decide is asked.
@Order(1)
final class TransactionTest {
    private static final int QUEUES = 4;
    /// What RocketMQ asked about, it may deliver twice: a decision ends one copy, and it asks about the other.
    private static final boolean ORIGINAL = System.getProperty("conformance.target", "").equals("rocketmq");
    /// Until the questions about all open transactions are answered; RocketMQ takes its time after a restart.
    private static final Duration ASKED = ORIGINAL ? Duration.ofMinutes(3) : Limits.RECOVERY;
    private static final String TIMEOUT = "transactionTimeOut=500";
    private static final String INTERVAL = "transactionCheckInterval=500";

    @EachClient
    void committedMessagesAreConsumedOnceAndOthersNever(Run run) throws Exception {
        TransactionMQProducer producer = Clients.transactionProducer(run, run.newName("tx"), new Deciding());
        String topic = Clients.createTopic(run, producer, QUEUES);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        List<String> committed = new ArrayList<>(Texts.numbered("commit-", 20));
        for (int i = 0; i < committed.size(); i++) {
            send(producer, topic, "rollback-" + i, LocalTransactionState.ROLLBACK_MESSAGE);
            send(producer, topic, committed.get(i), LocalTransactionState.COMMIT_MESSAGE);
        }
        committed.add("plain");
        producer.send(Texts.message(topic, "plain"));
        received.awaitExactly(committed);
        MessageExt message = received.messages().stream()
                .filter(each -> Received.text(each).equals("commit-0")).findFirst().orElseThrow();
        assertThat(message.getSysFlag() & 12).as("transaction type").isEqualTo(8);
        assertThat(message.getProperty("TRAN_MSG")).isEqualTo(ORIGINAL ? "true" : null);
        assertThat(message.getPreparedTransactionOffset()).isPositive();
    }

    @EachClient(server = Needs.OWN, config = {TIMEOUT, INTERVAL})
    void aProducerIsAskedUntilItDecides(Run run) throws Exception {
        Deciding deciding = new Deciding();
        TransactionMQProducer producer = Clients.transactionProducer(run, run.newName("tx"), deciding);
        String topic = Clients.createTopic(run, producer, QUEUES);
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        for (String body : List.of("late-0", "later-0", "never-0", "silent-0", "commit-0", "throw-0")) {
            producer.sendMessageInTransaction(Texts.message(topic, body), null);
        }
        received.awaitAll(List.of("late-0", "later-0", "commit-0", "throw-0"), Limits.RECOVERY);
        Awaitility.await().atMost(Limits.RECOVERY).until(() -> deciding.questions("silent-0") >= 5);
        assertThat(once(received)).containsExactlyInAnyOrder("late-0", "later-0", "commit-0", "throw-0");
        assertThat(deciding.questions("later-0")).isGreaterThanOrEqualTo(2);
        if (!ORIGINAL) {
            // it asks about what is decided, until it has noted that down three seconds later
            assertThat(deciding.questions("commit-0")).isZero();
        }
    }

    @EachClient(headers = HeaderType.JSON, server = Needs.OWN, config = {TIMEOUT, INTERVAL})
    void openTransactionsOutliveTheirBrokerAndTheirProducer(Run run) throws Exception {
        String group = run.newName("tx");
        TransactionMQProducer first = Clients.transactionProducer(run, group, new Deciding().silent());
        String topic = Clients.createTopic(run, first, QUEUES);
        List<String> bodies = new ArrayList<>(Texts.numbered("late-", 20));
        for (String body : bodies) {
            first.sendMessageInTransaction(Texts.message(topic, body), null);
        }
        first.sendMessageInTransaction(Texts.message(topic, "never-0"), null);
        first.sendMessageInTransaction(Texts.message(topic, "rollback-0"), null);
        run.server().kill();
        run.server().start();
        first.shutdown();
        run.server().stop();
        run.server().start();

        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        Deciding second = new Deciding();
        TransactionMQProducer successor = Clients.transactionProducer(run, group, second);
        // a client that has sent nothing yet knows no broker to be heard of by
        Clients.queues(successor, topic);
        send(successor, topic, "commit-0", LocalTransactionState.COMMIT_MESSAGE);
        bodies.add("commit-0");
        received.awaitAll(bodies, ASKED);
        Awaitility.await().atMost(Limits.RECOVERY).until(() -> second.questions("never-0") >= 1);
        assertThat(once(received)).containsExactlyInAnyOrderElementsOf(bodies);
    }

    @EachClient(headers = HeaderType.ROCKETMQ, server = Needs.OWN,
            config = {TIMEOUT, INTERVAL, "transactionCheckMax=2"})
    void whatNobodyDecidesCanBeReadByAnOperator(Run run) throws Exception {
        Deciding deciding = new Deciding();
        TransactionMQProducer producer = Clients.transactionProducer(run, run.newName("tx"), deciding);
        String topic = Clients.createTopic(run, producer, QUEUES);
        producer.sendMessageInTransaction(Texts.message(topic, "silent-0"), null);
        DefaultMQProducer other = Clients.producer(run);
        Clients.queues(other, "TRANS_CHECK_MAX_TIME_TOPIC");
        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), "TRANS_CHECK_MAX_TIME_TOPIC", "*", received);
        received.awaitAll(List.of("silent-0"), Limits.RECOVERY);
        MessageExt message = received.messages().getFirst();
        assertThat(message.getProperty("REAL_TOPIC")).isEqualTo(topic);
        run.report("given up after " + deciding.questions("silent-0") + " questions: " + message.getProperties());
        assertThat(deciding.questions("silent-0")).isEqualTo(2);
    }

    private static Collection<String> once(Received received) {
        return ORIGINAL ? received.distinctBodies() : received.bodies();
    }

    private static void send(TransactionMQProducer producer, String topic, String body, LocalTransactionState expected)
            throws Exception {
        TransactionSendResult result = producer.sendMessageInTransaction(Texts.message(topic, body), null);
        assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(result.getLocalTransactionState()).isEqualTo(expected);
        assertThat(result.getTransactionId()).isEqualTo(result.getMsgId());
    }
}
