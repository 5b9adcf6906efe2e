package io.skylark.client.producer;

import io.skylark.client.FakeBroker;
import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.message.Message;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.EndTransaction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class TransactionalProducerTest {
    private static final Message MESSAGE = Message.of("T", "hello");

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 4);
    private final FakeBroker broker = cluster.broker(0);
    private final SkylarkClient client = cluster.client();

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private TransactionalProducer producer(TransactionChecker checker) {
        return client.producer("g").buildTransactional(checker);
    }

    private TransactionalProducer producer() {
        return producer(message -> TransactionDecision.UNKNOWN);
    }

    private List<Integer> decisions() {
        return broker.ends().stream().map(EndTransaction.Request::commitOrRollback).toList();
    }

    @Test
    void aHalfMessageIsMarkedAndItsEndNamesIt() {
        Transaction transaction = producer().begin(MESSAGE);
        StoredMessage half = broker.stored("T").get(0);
        assertThat(half.sysFlag() & 12).isEqualTo(4);
        assertThat(half.properties())
                .containsEntry("TRAN_MSG", "true")
                .containsEntry("PGROUP", "g")
                .containsEntry("UNIQ_KEY", transaction.receipt().messageId());
        transaction.commit();
        EndTransaction.Request end = broker.ends().get(0);
        assertThat(end.topic()).isEqualTo("T");
        assertThat(end.producerGroup()).isEqualTo("g");
        assertThat(end.tranStateTableOffset()).isEqualTo(half.queueOffset());
        assertThat(end.commitLogOffset()).isEqualTo(half.position());
        assertThat(end.commitOrRollback()).isEqualTo(8);
        assertThat(end.msgId()).isEqualTo(transaction.receipt().messageId());
    }

    @Test
    void aTransactionEndsOnce() {
        TransactionalProducer producer = producer();
        Transaction committed = producer.begin(MESSAGE);
        committed.commit();
        committed.commit();
        assertThatThrownBy(committed::rollback).isInstanceOf(IllegalStateException.class);
        Transaction dropped = producer.begin(MESSAGE);
        dropped.rollback();
        dropped.rollback();
        assertThatThrownBy(dropped::commit).isInstanceOf(IllegalStateException.class);
        assertThat(decisions()).containsExactly(8, 12);
    }

    @Test
    void beginsAndEndsWithoutWaiting() {
        TransactionalProducer producer = producer();
        CompletableFuture<Void> committed = producer.beginAsync(MESSAGE).thenCompose(Transaction::commitAsync);
        CompletableFuture<Void> dropped = producer.beginAsync(MESSAGE).thenCompose(Transaction::rollbackAsync);
        CompletableFuture.allOf(committed, dropped).join();
        assertThat(decisions()).containsExactlyInAnyOrder(8, 12);
        assertThat(producer.beginAsync(MESSAGE.withDelay(Duration.ofSeconds(1)))).isCompletedExceptionally();
    }

    @Test
    void withoutADecisionTheBrokerIsLeftToAsk() {
        TransactionalProducer producer = producer();
        try (Transaction open = producer.begin(MESSAGE)) {
            assertThat(open.receipt().status()).isEqualTo(SendStatus.SEND_OK);
        }
        producer.send(MESSAGE, receipt -> TransactionDecision.UNKNOWN);
        assertThatThrownBy(() -> producer.send(MESSAGE, receipt -> {
            throw new IllegalArgumentException("the program's own part failed");
        })).hasMessage("the program's own part failed");
        assertThat(broker.ends()).isEmpty();
        producer.send(MESSAGE, receipt -> TransactionDecision.COMMIT);
        producer.send(MESSAGE, receipt -> TransactionDecision.ROLLBACK);
        assertThat(decisions()).containsExactly(8, 12);
    }

    @Test
    void theProgramsPartMayThrowWhatItLikesAndDecideNothing() {
        TransactionalProducer producer = producer();
        assertThatThrownBy(() -> producer.send(MESSAGE, half -> {
            throw new IOException("the disk of the program is full");
        })).isInstanceOf(IOException.class);
        SendReceipt half = producer.send(MESSAGE, receipt -> noDecision());
        assertThat(half.status()).isEqualTo(SendStatus.SEND_OK);
        assertThat(broker.ends()).isEmpty();
    }

    /// As a program does that knows nothing of what may be null.
    @SuppressWarnings("NullAway")
    private static TransactionDecision noDecision() {
        return null;
    }

    @Test
    void aRefusedEndIsAFailure() {
        broker.instead(request -> request.code() == 37 ? Command.response(ResponseCode.SYSTEM_ERROR, "no") : null);
        Transaction transaction = producer().begin(MESSAGE);
        assertThatThrownBy(transaction::commit).isInstanceOf(RefusedException.class).hasMessageContaining("COMMIT");
    }

    @Test
    void whatTheBrokerDidNotConfirmIsSentAgain() {
        broker.instead(request -> request.code() == 37 ? Command.response(ResponseCode.SYSTEM_ERROR, "busy") : null);
        Transaction transaction = producer().begin(MESSAGE);
        assertThatThrownBy(transaction::commit).isInstanceOf(RefusedException.class);
        assertThatThrownBy(transaction::commit).isInstanceOf(RefusedException.class);
        assertThatThrownBy(transaction::rollback).isInstanceOf(IllegalStateException.class);
        broker.instead(request -> null);
        transaction.commit();
        transaction.commit();
        assertThat(decisions()).containsExactly(8);
    }

    @Test
    void cannotBeDelayed() {
        assertThatThrownBy(() -> producer().begin(MESSAGE.withDelay(Duration.ofSeconds(1))))
                .isInstanceOf(MessageRejectedException.class);
    }

    @Test
    void aHalfMessageWithAShardingKeyGoesToTheQueueOfTheKey() {
        TransactionalProducer producer = producer();
        Message keyed = MESSAGE.withShardingKey("order-1");
        int queue = producer.producer().send(keyed).queue().queueId();
        for (int i = 0; i < 4; i++) {
            assertThat(producer.begin(keyed).receipt().queue().queueId()).isEqualTo(queue);
        }
    }

    @Test
    void answersTheBrokersQuestions() {
        AtomicInteger questions = new AtomicInteger();
        TransactionalProducer producer = producer(message -> {
            assertThat(message.topic()).isEqualTo("T");
            assertThat(message.text()).isEqualTo("hello");
            return switch (questions.incrementAndGet()) {
                case 1 -> TransactionDecision.COMMIT;
                case 2 -> TransactionDecision.ROLLBACK;
                case 3 -> TransactionDecision.UNKNOWN;
                default -> throw new IllegalStateException("the checker fails");
            };
        });
        Transaction transaction = producer.begin(MESSAGE);
        StoredMessage half = broker.stored("T").get(0);
        for (int i = 1; i <= 4; i++) {
            int asked = i;
            broker.askAbout(half, "g");
            await().until(() -> broker.ends().size() == asked);
        }
        assertThat(decisions()).containsExactly(8, 12, 0, 0);
        assertThat(broker.ends()).allSatisfy(end -> {
            assertThat(end.fromTransactionCheck()).isTrue();
            assertThat(end.commitLogOffset()).isEqualTo(half.position());
            assertThat(end.msgId()).isEqualTo(transaction.receipt().messageId());
        });
    }

    @Test
    void answersABrokerThatSaysNoMoreThanThoseOfRocketMq4() {
        TransactionalProducer producer = producer(message -> {
            assertThat(message.topic()).isEqualTo("T");
            assertThat(message.queue().brokerName()).isEmpty();
            return TransactionDecision.COMMIT;
        });
        Transaction transaction = producer.begin(MESSAGE);
        broker.askBriefly(broker.stored("T").get(0), "g");
        await().until(() -> broker.ends().size() == 1);
        assertThat(decisions()).containsExactly(8);
        assertThat(broker.ends().get(0).topic()).isEqualTo("T");
        assertThat(broker.ends().get(0).msgId()).isEqualTo(transaction.receipt().messageId());
    }

    @Test
    void aQuestionForAnotherGroupIsNotAnswered() {
        AtomicInteger questions = new AtomicInteger();
        TransactionalProducer producer = producer(message -> {
            questions.incrementAndGet();
            return TransactionDecision.COMMIT;
        });
        producer.begin(MESSAGE);
        StoredMessage half = broker.stored("T").get(0);
        broker.askAbout(half, "other");
        broker.askAbout(half, "g");
        await().until(() -> broker.ends().size() == 1);
        assertThat(questions).hasValue(1);
    }

    @Test
    void aSecondCloseTakesNothingFromTheNextProducerOfTheGroup() {
        TransactionalProducer first = producer();
        first.close();
        TransactionalProducer second = producer(message -> TransactionDecision.COMMIT);
        second.begin(MESSAGE);
        first.close(); // as try-with-resources does after a close in its block
        broker.askAbout(broker.stored("T").get(0), "g");
        await().until(() -> broker.ends().size() == 1);
        assertThat(decisions()).containsExactly(8);
    }

    @Test
    void closingWaitsForTheAnswerThatIsBeingMadeAndLeavesNoThread() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch decided = new CountDownLatch(1);
        TransactionalProducer producer = producer(message -> {
            asked.countDown();
            decided.await();
            return TransactionDecision.COMMIT;
        });
        producer.begin(MESSAGE);
        StoredMessage half = broker.stored("T").get(0);
        broker.askAbout(half, "g");
        broker.askAbout(half, "g");
        await().until(() -> asked.getCount() == 0);
        Thread closer = new Thread(client::close);
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        decided.countDown();
        await().until(() -> !closer.isAlive());
        await().until(() -> broker.ends().size() == 1);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("skylark-transaction-checks-g")));
    }
}
