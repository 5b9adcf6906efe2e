package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.error.NoReplyException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Batching;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.SendStatus;
import io.skylark.client.producer.Transaction;
import io.skylark.client.producer.TransactionDecision;
import io.skylark.client.producer.TransactionalProducer;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.OwnClient;
import io.skylark.conformance.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Everything that our producers can do, seen by our consumers.
final class OwnProducerTest {
    /// What RocketMQ asked about, it may deliver twice: a decision ends one copy, and it asks about the other.
    private static final boolean ORIGINAL = System.getProperty("conformance.target", "").equals("rocketmq");

    @OwnClient
    void deliversWhatWasAcknowledgedAsItWasSent(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 4);
        Producer producer = client.producer(run.newName("producers")).build();
        Map<String, SendReceipt> receipts = new HashMap<>();
        for (String text : Own.numbered("one-", 20)) {
            receipts.put(text, producer.send(Message.of(topic, text).withTag("TagA").withKeys("k1", text)
                    .withProperty("language", "中文 with blanks")));
        }
        Map<String, CompletableFuture<SendReceipt>> pending = new HashMap<>();
        for (String text : Own.numbered("async-", 500)) {
            pending.put(text, producer.sendAsync(Message.of(topic, text)));
        }
        pending.forEach((text, result) -> receipts.put(text, result.join()));
        List<String> batch = Own.numbered("batch-", 10);
        List<SendReceipt> batched = producer.send(batch.stream().map(text -> Message.of(topic, text)).toList());
        for (int i = 0; i < batch.size(); i++) {
            receipts.put(batch.get(i), batched.get(i));
        }
        producer.sendOneway(Message.of(topic, "oneway"));
        assertThat(receipts.values()).allSatisfy(receipt ->
                assertThat(receipt.status()).isEqualTo(SendStatus.SEND_OK));

        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        List<String> all = new ArrayList<>(receipts.keySet());
        all.add("oneway");
        received.awaitExactly(all);
        receipts.forEach((text, receipt) -> {
            ReceivedMessage message = received.of(text);
            assertThat(message.messageId()).isEqualTo(receipt.messageId());
            assertThat(message.offsetMessageId()).isEqualTo(receipt.offsetMessageId());
            assertThat(message.queue()).isEqualTo(receipt.queue());
            assertThat(message.queueOffset()).isEqualTo(receipt.queueOffset());
        });
        ReceivedMessage first = received.of("one-0");
        assertThat(first.tag()).isEqualTo("TagA");
        assertThat(first.keys()).containsExactly("k1", "one-0");
        assertThat(first.property("language")).contains("中文 with blanks");
    }

    @OwnClient
    void automaticBatchesLoseNothingAndKeepTheOrderOfKeys(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 4);
        Producer producer = client.producer(run.newName("producers")).batching(Batching.STANDARD).build();
        List<CompletableFuture<SendReceipt>> pending = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Message message = Message.of(topic, i + " " + "x".repeat(200));
            pending.add(producer.sendAsync(i % 3 == 0 ? message : message.withShardingKey("key-" + i % 5)));
        }
        List<SendReceipt> receipts = pending.stream().map(CompletableFuture::join).toList();
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        Awaitility.await().atMost(Own.LIMIT).until(() -> received.messages().size() >= receipts.size());
        assertThat(received.messages()).hasSameSizeAs(receipts).allSatisfy(message -> {
            SendReceipt receipt = receipts.get(number(message));
            assertThat(receipt.messageId()).isEqualTo(message.messageId());
            assertThat(receipt.queue()).isEqualTo(message.queue());
            assertThat(receipt.queueOffset()).isEqualTo(message.queueOffset());
            assertThat(receipt.offsetMessageId()).isEqualTo(message.offsetMessageId());
        });
        Map<String, List<ReceivedMessage>> byKey = received.messages().stream()
                .filter(message -> message.property("__SHARDINGKEY").isPresent())
                .collect(Collectors.groupingBy(message -> message.property("__SHARDINGKEY").orElseThrow()));
        assertThat(byKey).hasSize(5).allSatisfy((key, messages) -> {
            assertThat(messages).extracting(message -> Objects.requireNonNull(message).queue().queueId())
                    .containsOnly(Math.abs(key.hashCode() % 4));
            assertThat(messages.stream().sorted((a, b) -> Long.compare(a.queueOffset(), b.queueOffset()))
                    .map(OwnProducerTest::number)).isSorted();
        });
    }

    private static int number(ReceivedMessage message) {
        String text = message.text();
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    @OwnClient
    void largeBodiesSurvive(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        Producer producer = client.producer(run.newName("producers")).build();
        byte[] compressible = "compresses well ".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        byte[] random = new byte[1_000_000];
        new Random(7).nextBytes(random);
        producer.send(Message.of(topic, compressible));
        producer.send(Message.of(topic, random));
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        Awaitility.await().atMost(Own.LIMIT).until(() -> received.messages().size() == 2);
        assertThat(received.messages()).extracting(ReceivedMessage::body)
                .containsExactlyInAnyOrder(compressible, random);
    }

    @OwnClient
    void delayedMessagesComeInTimeAndRecalledOnesNever(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        Producer producer = client.producer(run.newName("producers")).build();
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        SendReceipt recalled = producer.send(Message.of(topic, "recalled").withDelay(Duration.ofSeconds(4)));
        producer.send(Message.of(topic, "delay").withDelay(Duration.ofSeconds(2)));
        producer.send(Message.of(topic, "time").withDeliveryTime(Instant.now().plusSeconds(2)));
        producer.send(Message.of(topic, "level").withDelayLevel(1));
        producer.send(Message.of(topic, "past").withDeliveryTime(Instant.now().minusSeconds(60)));
        producer.send(Message.of(topic, "later").withDelay(Duration.ofSeconds(6)));
        assertThat(producer.recall(recalled)).isTrue();
        received.awaitExactly(List.of("delay", "time", "level", "past", "later"));
        assertThat(waited(received.of("delay"))).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
        assertThat(waited(received.of("level"))).isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
        assertThatThrownBy(() -> producer.recall(producer.send(Message.of(topic, "plain"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Duration waited(ReceivedMessage message) {
        return Duration.between(message.bornTime(), message.storeTime());
    }

    @OwnClient(server = Needs.OWN, config = {"transactionTimeOut=1000", "transactionCheckInterval=1000"})
    void transactionsAreSeenWhenTheyAreCommitted(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 4);
        AtomicInteger failures = new AtomicInteger();
        TransactionalProducer producer = client.producer(run.newName("tx")).buildTransactional(message -> {
            if (message.text().startsWith("fail") && failures.incrementAndGet() == 1) {
                throw new IllegalStateException("the first question is not answered");
            }
            // RocketMQ may ask about what is decided already.
            return message.text().startsWith("rolled back") || message.text().equals("drop")
                    ? TransactionDecision.ROLLBACK
                    : TransactionDecision.COMMIT;
        });
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        List<String> expected = new ArrayList<>();
        for (String text : Own.numbered("tx-", 10)) {
            try (Transaction transaction = producer.begin(Message.of(topic, text).withTag("t"))) {
                transaction.commit();
            }
            expected.add(text);
            producer.send(Message.of(topic, "rolled back " + text), receipt -> TransactionDecision.ROLLBACK);
        }
        for (String text : List.of("asked", "drop", "fail")) {
            producer.begin(Message.of(topic, text)).close();
        }
        producer.producer().send(Message.of(topic, "plain"));
        expected.addAll(List.of("asked", "fail", "plain"));
        received.awaitAll(expected);
        assertThat(ORIGINAL ? received.texts().stream().distinct().toList() : received.texts())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(received.of("tx-0").tag()).isEqualTo("t");
    }

    @OwnClient
    void aRequestGetsItsReply(Run run) {
        SkylarkClient asking = Own.client(run);
        String topic = Own.createTopic(run, asking, 2);
        SkylarkClient answering = Own.client(run);
        Producer replies = answering.producer(run.newName("producers")).build();
        OwnReceived received = new OwnReceived();
        Own.listen(answering, run.newName("group"), topic, message -> {
            received.add(message);
            if (!message.text().startsWith("silence")) {
                byte[] reply = ("re: " + message.text()).getBytes(StandardCharsets.UTF_8);
                replies.reply(message, reply, Map.of("of", message.text()));
            }
        });
        Producer producer = asking.producer(run.newName("producers")).build();
        for (String text : Own.numbered("question-", 5)) {
            ReceivedMessage reply = producer.request(Message.of(topic, text), Own.LIMIT);
            assertThat(reply.text()).isEqualTo("re: " + text);
            assertThat(reply.property("of")).hasValue(text);
        }
        assertThatThrownBy(() -> producer.request(Message.of(topic, "silence"), Duration.ofMillis(500)))
                .isInstanceOf(NoReplyException.class);
        received.awaitAll(List.of("silence"));
        asking.close();
        Awaitility.await().atMost(Own.LIMIT).untilAsserted(() -> assertThatThrownBy(
                () -> replies.reply(received.of("silence"), new byte[1])).hasMessageContaining("not found"));
    }
}
