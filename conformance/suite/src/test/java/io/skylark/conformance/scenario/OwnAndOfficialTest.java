package io.skylark.conformance.scenario;

import io.skylark.client.SkylarkClient;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import io.skylark.client.producer.TransactionDecision;
import io.skylark.client.producer.TransactionalProducer;
import io.skylark.conformance.EachClient;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.ownclient.Own;
import io.skylark.conformance.ownclient.OwnReceived;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.client.producer.selector.SelectMessageQueueByHash;
import org.apache.rocketmq.client.utils.MessageUtil;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Our client beside an official one: what one sends the other consumes.
final class OwnAndOfficialTest {
    private static final int QUEUES = 8;
    private static final byte[] LARGE = "compresses well ".repeat(5_000).getBytes(StandardCharsets.UTF_8);

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"})
    void theOfficialClientConsumesWhatOursSends(Run run) throws Exception {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, QUEUES);
        Producer producer = client.producer(run.newName("own")).batching().build();
        Map<String, SendReceipt> receipts = new HashMap<>();
        receipts.put("single", producer.send(own(topic, "single").withTag("TagA").withKeys("k1", "k2")
                .withProperty("language", "中文 with blanks")));
        Map<String, CompletableFuture<SendReceipt>> pending = new HashMap<>();
        for (String text : Texts.numbered("auto-", 300)) {
            pending.put(text, producer.sendAsync(own(topic, text).withTag("TagB")));
        }
        pending.forEach((text, result) -> receipts.put(text, result.join()));
        receipts.put("batch", producer.send(List.of(own(topic, "batch"))).get(0));
        receipts.put("delayed", producer.send(own(topic, "delayed").withDelayLevel(1)));
        SendReceipt large = producer.send(io.skylark.client.message.Message.of(topic, LARGE));
        TransactionalProducer transactions =
                client.producer(run.newName("tx")).buildTransactional(message -> TransactionDecision.UNKNOWN);
        String committed = transactions.send(own(topic, "committed"), half -> TransactionDecision.COMMIT).messageId();
        transactions.send(own(topic, "dropped"), half -> TransactionDecision.ROLLBACK);

        Received received = new Received();
        Clients.startPushConsumer(run, run.newName("group"), topic, "*", received);
        List<String> expected = new ArrayList<>(receipts.keySet());
        expected.add("committed");
        expected.add(new String(LARGE, StandardCharsets.UTF_8));
        received.awaitExactly(expected);
        Map<String, MessageExt> byText =
                received.messages().stream().collect(Collectors.toMap(Received::text, message -> message));
        receipts.forEach((text, receipt) ->
                assertThat(Objects.requireNonNull(byText.get(text)).getMsgId()).isEqualTo(receipt.messageId()));
        MessageExt single = Objects.requireNonNull(byText.get("single"));
        assertThat(single.getTags()).isEqualTo("TagA");
        assertThat(single.getKeys()).isEqualTo("k1 k2");
        assertThat(single.getUserProperty("language")).isEqualTo("中文 with blanks");
        assertThat(Objects.requireNonNull(byText.get("auto-7")).getTags()).isEqualTo("TagB");
        assertThat(Objects.requireNonNull(byText.get("committed")).getMsgId()).isEqualTo(committed);
        assertThat(Objects.requireNonNull(byText.get(new String(LARGE, StandardCharsets.UTF_8))).getMsgId())
                .isEqualTo(large.messageId());
    }

    private static io.skylark.client.message.Message own(String topic, String text) {
        return io.skylark.client.message.Message.of(topic, text);
    }

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"})
    void oursConsumesWhatTheOfficialClientSends(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        Message single = Texts.message(topic, "TagA", "k1 k2", "single");
        single.putUserProperty("language", "中文 with blanks");
        SendResult sent = producer.send(single);
        List<String> expected = new ArrayList<>(List.of("single", "committed"));
        List<Message> batch = Texts.numbered("batch-", 10).stream().map(text -> Texts.message(topic, text)).toList();
        SendResult batched = producer.send(batch);
        expected.addAll(Texts.numbered("batch-", 10));
        producer.send(new Message(topic, LARGE));
        expected.add(new String(LARGE, StandardCharsets.UTF_8));
        TransactionMQProducer transactions =
                Clients.transactionProducer(run, run.newName("tx"), new Deciding());
        transactions.sendMessageInTransaction(Texts.message(topic, "commit-0"), null);
        transactions.sendMessageInTransaction(Texts.message(topic, "rollback-0"), null);
        expected.set(1, "commit-0");

        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        received.awaitExactly(expected);
        ReceivedMessage message = received.of("single");
        assertThat(message.messageId()).isEqualTo(sent.getMsgId());
        assertThat(message.offsetMessageId()).isEqualTo(sent.getOffsetMsgId());
        assertThat(message.queueOffset()).isEqualTo(sent.getQueueOffset());
        assertThat(message.tag()).isEqualTo("TagA");
        assertThat(message.keys()).containsExactly("k1", "k2");
        assertThat(message.property("language")).contains("中文 with blanks");
        assertThat(batched.getMsgId().split(",")).contains(received.of("batch-0").messageId());
    }

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"})
    void bothChooseTheSameQueueForAKey(Run run) throws Exception {
        DefaultMQProducer official = Clients.producer(run);
        String topic = Clients.createTopic(run, official, QUEUES);
        Producer own = Own.client(run).producer(run.newName("own")).build();
        OwnReceived received = Own.consume(run, run.newName("group"), topic);
        List<String> keys = List.of("order-1", "order-2", "中文", "polygenelubricants", "-");
        for (String text : Texts.numbered("", 10)) {
            for (String key : keys) {
                SendReceipt receipt = own.send(own(topic, key + "=" + text).withShardingKey(key));
                SendResult result = official.send(
                        Texts.message(topic, key + "=" + text + "'"), new SelectMessageQueueByHash(), key);
                assertThat(result.getMessageQueue().getQueueId()).isEqualTo(receipt.queue().queueId());
                assertThat(result.getMessageQueue().getBrokerName()).isEqualTo(receipt.queue().brokerName());
                assertThat(result.getQueueOffset()).isGreaterThan(receipt.queueOffset());
            }
        }
        Awaitility.await().atMost(Limits.DELIVERY).until(() -> received.messages().size() == 2 * 10 * keys.size());
    }

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"})
    void eachRepliesToTheOther(Run run) throws Exception {
        DefaultMQProducer official = Clients.producer(run);
        String topic = Clients.createTopic(run, official, 2);
        String other = Clients.createTopic(run, official, 2);
        SkylarkClient client = Own.client(run);
        Producer own = client.producer(run.newName("own")).build();
        Own.listen(client, run.newName("group"), topic, request ->
                own.reply(request, ("ours: " + request.text()).getBytes(StandardCharsets.UTF_8)));
        DefaultMQPushConsumer consumer = Clients.pushConsumer(run, run.newName("group"));
        consumer.subscribe(other, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            for (MessageExt request : messages) {
                try {
                    official.send(MessageUtil.createReplyMessage(
                            request, ("theirs: " + Received.text(request)).getBytes(StandardCharsets.UTF_8)));
                } catch (Exception failure) {
                    throw new IllegalStateException("no reply to " + request, failure);
                }
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        Message reply = official.request(Texts.message(topic, "question"), Limits.DELIVERY.toMillis());
        assertThat(new String(reply.getBody(), StandardCharsets.UTF_8)).isEqualTo("ours: question");
        assertThat(own.request(own(other, "question"), Limits.DELIVERY).text()).isEqualTo("theirs: question");
    }
}
