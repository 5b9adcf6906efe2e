package io.skylark.conformance.scenario;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.conformance.EachClient;
import io.skylark.conformance.EachClient.Needs;
import io.skylark.conformance.HeaderType;
import io.skylark.conformance.Run;
import io.skylark.conformance.ownclient.Own;
import io.skylark.conformance.ownclient.OwnReceived;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.MessageExt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;

import static org.assertj.core.api.Assertions.assertThat;

/// Groups whose members are some of our client and some of an official one.
@Order(2)
final class MixedGroupTest {
    private static final int QUEUES = 8;

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"})
    void inOneGroupTheyShareTheQueues(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = run.newName("group");
        Received theirs = new Received();
        DefaultMQPushConsumer official = Clients.startPushConsumer(run, group, topic, "*", theirs);
        SkylarkClient client = Own.client(run);
        OwnReceived ours = new OwnReceived();
        Own.listen(client, group, topic, ours::add);
        AtomicInteger round = new AtomicInteger();
        Awaitility.await().pollInterval(Duration.ofMillis(500)).atMost(Limits.RECOVERY).until(() -> {
            List<String> last = Texts.numbered(round.get() + "-", QUEUES);
            sendToAll(producer, topic, Texts.numbered(round.incrementAndGet() + "-", QUEUES));
            Set<Integer> others = theirs.messages().stream()
                    .filter(message -> last.contains(Received.text(message)))
                    .map(MessageExt::getQueueId).collect(Collectors.toSet());
            return queues(ours, last).size() == QUEUES / 2 && others.size() == QUEUES / 2;
        });
        // Every queue has one owner now: nothing comes twice.
        List<String> shared = Texts.numbered("shared-", 200);
        sendAll(producer, topic, shared);
        Awaitility.await().atMost(Limits.DELIVERY).until(() -> among(theirs.bodies(), shared).size()
                + among(ours.texts(), shared).size() >= shared.size());
        List<String> all = new ArrayList<>(among(theirs.bodies(), shared));
        all.addAll(among(ours.texts(), shared));
        assertThat(all).containsExactlyInAnyOrderElementsOf(shared);
        assertThat(among(ours.texts(), shared)).isNotEmpty();
        assertThat(among(theirs.bodies(), shared)).isNotEmpty();

        client.close();
        List<String> alone = Texts.numbered("alone-", 50);
        sendAll(producer, topic, alone);
        theirs.awaitAll(alone, Limits.RECOVERY);

        Own.listen(Own.client(run), group, topic, ours::add);
        official.shutdown();
        List<String> left = Texts.numbered("left-", 50);
        sendAll(producer, topic, left);
        ours.awaitAll(left);
    }

    private static void sendAll(DefaultMQProducer producer, String topic, List<String> texts) throws Exception {
        for (String text : texts) {
            producer.send(Texts.message(topic, text));
        }
    }

    /// One message to each queue.
    private static void sendToAll(DefaultMQProducer producer, String topic, List<String> texts) throws Exception {
        for (int queue = 0; queue < texts.size(); queue++) {
            int wanted = queue;
            producer.send(Texts.message(topic, texts.get(queue)), (queues, message, id) ->
                    queues.stream().filter(each -> each.getQueueId() == wanted).findFirst().orElseThrow(), queue);
        }
    }

    private static Set<Integer> queues(OwnReceived received, List<String> texts) {
        return received.messages().stream().filter(message -> texts.contains(message.text()))
                .map(message -> message.queue().queueId()).collect(Collectors.toCollection(HashSet::new));
    }

    private static List<String> among(Collection<String> texts, List<String> wanted) {
        return texts.stream().filter(wanted::contains).toList();
    }

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"})
    void ofABroadcastingGroupBothGetEverything(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, QUEUES);
        String group = run.newName("group");
        Received theirs = new Received();
        DefaultMQPushConsumer official = Clients.pushConsumer(run, group);
        Dialect.broadcast(official);
        official.subscribe(topic, "*");
        official.registerMessageListener(theirs);
        official.start();
        OwnReceived ours = new OwnReceived();
        Own.client(run).pushConsumer(group).subscribe(topic).startFrom(StartFrom.FIRST).broadcasting()
                .rebalancePeriod(Duration.ofSeconds(1))
                .onMessage(message -> {
                    ours.add(message);
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        List<String> texts = Texts.numbered("b-", 40);
        sendAll(producer, topic, texts);
        theirs.awaitExactly(texts);
        ours.awaitExactly(texts);
    }

    @EachClient(headers = HeaderType.JSON, clients = {"4.9.8", "5.5.0"}, server = Needs.OWN,
            config = "messageDelayLevel=1s 1s 4s 1s 1s")
    void whatOneSendsBackTheOtherTriesAgain(Run run) throws Exception {
        DefaultMQProducer producer = Clients.producer(run);
        String topic = Clients.createTopic(run, producer, 1);
        String group = run.newName("group");
        SkylarkClient client = Own.client(run);
        CompletableFuture<String> failed = new CompletableFuture<>();
        Own.listen(client, group, topic, message -> {
            failed.complete(message.messageId());
            throw new IllegalStateException("on purpose");
        });
        SendResult sent = producer.send(Texts.message(topic, "ours fails"));
        assertThat(failed.get(Limits.RECOVERY.toSeconds(), TimeUnit.SECONDS)).isEqualTo(sent.getMsgId());
        client.close();

        Received theirs = new Received();
        DefaultMQPushConsumer official = Clients.pushConsumer(run, group);
        official.subscribe(topic, "*");
        // One thread: what comes after the one that fails is consumed when that was sent back.
        official.setConsumeThreadMin(1);
        official.setConsumeThreadMax(1);
        official.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            theirs.consumeMessage(messages, context);
            return Received.text(messages.get(0)).equals("theirs fails")
                    ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                    : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        official.start();
        theirs.awaitAll(List.of("ours fails"), Limits.RECOVERY);
        MessageExt again = theirs.messages().get(0);
        assertThat(again.getTopic()).isEqualTo(topic);
        assertThat(again.getReconsumeTimes()).isEqualTo(1);
        assertThat(again.getMsgId()).isEqualTo(sent.getMsgId());

        SendResult other = producer.send(Texts.message(topic, "theirs fails"));
        producer.send(Texts.message(topic, "next"));
        theirs.awaitAll(List.of("theirs fails", "next"), Limits.RECOVERY);
        official.shutdown();
        OwnReceived ours = Own.consume(run, group, topic);
        ours.awaitAll(List.of("theirs fails"));
        ReceivedMessage back = ours.of("theirs fails");
        assertThat(back.topic()).isEqualTo(topic);
        assertThat(back.reconsumeTimes()).isEqualTo(1);
        assertThat(back.messageId()).isEqualTo(other.getMsgId());
        assertThat(ours.texts()).doesNotContain("ours fails");
    }
}
