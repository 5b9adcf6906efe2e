package io.skylark.conformance.ownclient;

import io.skylark.client.SkylarkClient;
import io.skylark.client.consumer.Filter;
import io.skylark.client.consumer.StartFrom;
import io.skylark.client.consumer.pull.PullConsumer;
import io.skylark.client.consumer.push.ConsumeOutcome;
import io.skylark.client.consumer.push.PushConsumer;
import io.skylark.client.consumer.push.PushConsumerBuilder;
import io.skylark.client.consumer.simple.SimpleConsumer;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.client.producer.SendReceipt;
import io.skylark.conformance.OwnClient;
import io.skylark.conformance.Run;
import io.skylark.protocol.body.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/// Everything that our consumers can do with what our producers send.
final class OwnConsumerTest {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int KEYS = 6;

    private static Producer producer(Run run, SkylarkClient client) {
        return client.producer(run.newName("producers")).build();
    }

    private static void sendAll(Producer producer, String topic, List<String> texts) {
        producer.send(texts.stream().map(text -> Message.of(topic, text)).toList());
    }

    @OwnClient
    void queuesKeepTheirOrderWhileMembersComeAndFailuresAreTriedAgain(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 4);
        Producer producer = producer(run, client);
        String group = run.newName("group");
        OwnReceived received = new OwnReceived();
        AtomicInteger calls = new AtomicInteger();
        consumeInOrder(Own.client(run), group, topic, received, calls);
        for (int i = 0; i < 120; i++) {
            producer.send(Message.of(topic, "a" + i).withShardingKey("key-" + i % KEYS));
        }
        received.awaitAll(Own.numbered("a", 10));
        consumeInOrder(Own.client(run), group, topic, received, calls);
        for (int i = 120; i < 240; i++) {
            producer.send(Message.of(topic, "a" + i).withShardingKey("key-" + i % KEYS));
        }
        received.awaitAll(Own.numbered("a", 240));
        assertThat(calls.get()).isGreaterThan(received.messages().size());
        Map<String, List<Integer>> byKey = received.messages().stream().collect(Collectors.groupingBy(
                message -> message.property("__SHARDINGKEY").orElseThrow(),
                Collectors.mapping(message -> Integer.parseInt(message.text().substring(1)), Collectors.toList())));
        // Who loses a queue in the middle leaves what it had not committed to the next: that may come twice, from there on.
        assertThat(byKey).hasSize(KEYS).allSatisfy((key, numbers) ->
                assertThat(firstOccurrences(numbers)).isSorted());
    }

    private static List<Integer> firstOccurrences(List<Integer> numbers) {
        return numbers.stream().distinct().toList();
    }

    /// Each tenth call fails.
    private static void consumeInOrder(
            SkylarkClient client, String group, String topic, OwnReceived received, AtomicInteger calls) {
        client.pushConsumer(group).subscribe(topic).startFrom(StartFrom.FIRST).threads(4).rebalancePeriod(SOON)
                .suspend(Duration.ofMillis(50))
                .onMessageInOrder(message -> {
                    if (calls.incrementAndGet() % 10 == 0) {
                        return ConsumeOutcome.RETRY_LATER;
                    }
                    received.add(message);
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
    }

    @OwnClient
    void everyMemberOfABroadcastingGroupGetsEverything(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 3);
        String group = run.newName("group");
        OwnReceived one = broadcast(Own.client(run), group, topic);
        OwnReceived other = broadcast(Own.client(run), group, topic);
        List<String> texts = Own.numbered("b", 30);
        sendAll(producer(run, client), topic, texts);
        one.awaitExactly(texts);
        other.awaitExactly(texts);
    }

    private static OwnReceived broadcast(SkylarkClient client, String group, String topic) {
        OwnReceived received = new OwnReceived();
        client.pushConsumer(group).subscribe(topic).startFrom(StartFrom.FIRST).rebalancePeriod(SOON).broadcasting()
                .onMessage(message -> {
                    received.add(message);
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        return received;
    }

    @OwnClient
    void filtersLetThroughWhatFits(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        Producer producer = producer(run, client);
        for (int i = 0; i < 30; i++) {
            producer.send(Message.of(topic, "f" + i).withTag("tag" + i % 3).withProperty("price", String.valueOf(i)));
        }
        OwnReceived byTag = consume(run, topic, Filter.tags("tag0", "tag2"));
        OwnReceived bySql = consume(run, topic, Filter.sql("price BETWEEN 10 AND 19 AND TAGS <> 'tag1'"));
        byTag.awaitExactly(Own.numbered("f", 30).stream().filter(text -> number(text) % 3 != 1).toList());
        bySql.awaitExactly(Own.numbered("f", 30).stream()
                .filter(text -> number(text) % 3 != 1 && number(text) >= 10 && number(text) < 20)
                .toList());
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(1));
    }

    private static OwnReceived consume(Run run, String topic, Filter filter) {
        OwnReceived received = new OwnReceived();
        Own.client(run).pushConsumer(run.newName("group")).subscribe(topic, filter).startFrom(StartFrom.FIRST)
                .rebalancePeriod(SOON)
                .onMessage(message -> {
                    received.add(message);
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        return received;
    }

    @OwnClient
    void whatFailsComesAgainAndIsDeadInTheEnd(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        String group = run.newName("group");
        Map<String, Integer> attempts = new ConcurrentHashMap<>();
        Own.client(run).pushConsumer(group).subscribe(topic).startFrom(StartFrom.FIRST).rebalancePeriod(SOON)
                .maxAttempts(2)
                .onMessage(message -> {
                    attempts.merge(message.text(), 1, Integer::sum);
                    if (message.text().equals("bad") || message.reconsumeTimes() == 0) {
                        throw new IllegalStateException("not now");
                    }
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        SendReceipt bad = producer(run, client).send(Message.of(topic, "bad"));
        producer(run, client).send(Message.of(topic, "slow"));
        Awaitility.await().atMost(Own.LIMIT).until(() ->
                client.admin().topics().list().contains("%DLQ%" + group));
        OwnReceived dead = consume(run, "%DLQ%" + group, Filter.all());
        dead.awaitExactly(List.of("bad"));
        assertThat(dead.of("bad").messageId()).isEqualTo(bad.messageId());
        assertThat(attempts).containsEntry("bad", 2).containsEntry("slow", 2);
    }

    /// The topic is young: to brokers its queue, whose first message is in memory, has no end to begin at unless asked so.
    @OwnClient
    void aNewGroupBeginsWhereItIsToldTo(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 1);
        Producer producer = producer(run, client);
        sendAll(producer, topic, List.of("old"));
        OwnReceived atTheEnd = new OwnReceived();
        OwnReceived untold = new OwnReceived();
        List<PushConsumer> consumers = List.of(
                begin(newGroup(run).startFrom(StartFrom.LAST), topic, atTheEnd),
                begin(newGroup(run), topic, untold));
        PullConsumer polling = Own.client(run).pullConsumer(run.newName("group")).subscribe(topic)
                .startFrom(StartFrom.LAST).rebalancePeriod(SOON).start();
        Awaitility.await().atMost(Own.LIMIT).until(() -> !polling.assignment().isEmpty()
                && consumers.stream().allMatch(each ->
                        each.assignment().stream().anyMatch(queue -> queue.topic().equals(topic))));
        sendAll(producer, topic, List.of("new"));
        untold.awaitExactly(List.of("old", "new"));
        atTheEnd.awaitExactly(List.of("new"));
        assertThat(poll(polling, 1)).containsExactly("new");
        Own.consume(run, run.newName("group"), topic).awaitExactly(List.of("old", "new"));
    }

    private static PushConsumerBuilder newGroup(Run run) {
        return Own.client(run).pushConsumer(run.newName("group"));
    }

    private static PushConsumer begin(PushConsumerBuilder builder, String topic, OwnReceived received) {
        return builder.subscribe(topic).rebalancePeriod(SOON)
                .onMessage(message -> {
                    received.add(message);
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
    }

    @OwnClient
    void aQueueRestsWhileItIsPausedAndIsReadAgainFromWhereItIsSet(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 1);
        Producer producer = producer(run, client);
        OwnReceived received = new OwnReceived();
        PushConsumer consumer = Own.client(run).pushConsumer(run.newName("group")).subscribe(topic)
                .startFrom(StartFrom.FIRST).rebalancePeriod(SOON)
                .onMessage(message -> {
                    received.add(message);
                    return ConsumeOutcome.SUCCESS;
                })
                .start();
        sendAll(producer, topic, Own.numbered("p", 5));
        received.awaitExactly(Own.numbered("p", 5));
        consumer.pause(topic);
        sendAll(producer, topic, List.of("while paused"));
        // another group sees it: it has arrived
        Own.consume(run, run.newName("group"), topic).awaitAll(List.of("while paused"));
        consumer.resume(topic);
        received.awaitAll(List.of("while paused"));
        MessageQueue queue = received.of("p0").queue();
        consumer.seek(queue, 3);
        Awaitility.await().atMost(Own.LIMIT).untilAsserted(() -> assertThat(received.texts().subList(
                Math.min(6, received.texts().size()), received.texts().size()))
                .containsExactlyInAnyOrder("p3", "p4", "while paused"));
    }

    @OwnClient
    void pullConsumersShareATopicAndGoOnWhereTheyCommitted(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 4);
        Producer producer = producer(run, client);
        String group = run.newName("group");
        for (String text : Own.numbered("l", 40)) {
            producer.send(Message.of(topic, text));
        }
        PullConsumer first = Own.client(run).pullConsumer(group).subscribe(topic).startFrom(StartFrom.FIRST)
                .manualCommit().maxPoll(10).rebalancePeriod(SOON).start();
        assertThat(poll(first, 40)).containsExactlyInAnyOrderElementsOf(Own.numbered("l", 40));
        first.commit();
        assertThat(first.queues(topic)).hasSize(4).allSatisfy(queue ->
                assertThat(first.committed(queue)).hasValue(10));
        first.close();
        for (String text : Own.numbered("m", 8)) {
            producer.send(Message.of(topic, text));
        }
        PullConsumer second = Own.client(run).pullConsumer(group).subscribe(topic).rebalancePeriod(SOON).start();
        assertThat(poll(second, 8)).containsExactlyInAnyOrderElementsOf(Own.numbered("m", 8));
        MessageQueue queue = second.queues(topic).get(0);
        second.seek(queue, 9);
        assertThat(poll(second, 3)).hasSize(3);
    }

    @OwnClient
    void aPullConsumerReadsTheQueuesThatItIsGiven(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        Producer producer = producer(run, client);
        List<SendReceipt> receipts = new ArrayList<>();
        for (String text : Own.numbered("q", 10)) {
            receipts.add(producer.send(Message.of(topic, text)));
        }
        MessageQueue queue = receipts.get(0).queue();
        PullConsumer consumer = Own.client(run).pullConsumer(run.newName("group")).assign(List.of(queue))
                .startFrom(StartFrom.FIRST).start();
        assertThat(poll(consumer, 5)).isEqualTo(receipts.stream()
                .filter(receipt -> receipt.queue().equals(queue))
                .map(receipt -> "q" + receipts.indexOf(receipt))
                .toList());
        consumer.seekToBegin(queue);
        assertThat(poll(consumer, 5)).hasSize(5);
        assertThat(consumer.position(queue)).isEqualTo(5);
    }

    private static List<String> poll(PullConsumer consumer, int count) {
        List<String> texts = new ArrayList<>();
        Awaitility.await().atMost(Own.LIMIT).until(() -> {
            consumer.poll(SOON).forEach(message -> texts.add(message.text()));
            return texts.size() >= count;
        });
        return texts;
    }

    @OwnClient
    void aSimpleConsumerHandsOutWhatIsNotAcknowledgedAgain(Run run) {
        SkylarkClient client = Own.client(run);
        String topic = Own.createTopic(run, client, 2);
        SimpleConsumer consumer = Own.client(run).simpleConsumer(run.newName("group")).subscribe(topic)
                .invisibleFor(Duration.ofSeconds(10)).build();
        sendAll(producer(run, client), topic, Own.numbered("s", 12));
        Set<String> seen = new TreeSet<>();
        List<ReceivedMessage> kept = new ArrayList<>();
        Awaitility.await().atMost(Own.LIMIT).until(() -> {
            for (ReceivedMessage message : consumer.receive(5, SOON)) {
                seen.add(message.text());
                if (message.text().equals("s7")) {
                    kept.add(message);
                } else {
                    consumer.ack(message);
                }
            }
            return seen.size() == 12;
        });
        consumer.changeInvisible(kept.get(0), Duration.ofSeconds(1));
        List<ReceivedMessage> again = new ArrayList<>();
        Awaitility.await().atMost(Own.LIMIT).until(() -> {
            again.addAll(consumer.receive(5, SOON));
            return !again.isEmpty();
        });
        assertThat(again).singleElement().satisfies(message -> {
            assertThat(message.text()).isEqualTo("s7");
            assertThat(message.reconsumeTimes()).isPositive();
            assertThat(message.messageId()).isEqualTo(kept.get(0).messageId());
        });
        consumer.ack(again);
    }
}
