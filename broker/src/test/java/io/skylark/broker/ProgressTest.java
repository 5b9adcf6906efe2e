package io.skylark.broker;

import io.skylark.log.LogConfig;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.store.Storage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ConsumerGroup.QueueProgress;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.ProgressReport;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.pullRequest;
import static org.assertj.core.api.Assertions.assertThat;

/// How far groups are, as tools ask it. Each message is stored a second after the one before.
@Timeout(60)
class ProgressTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");
    private static final MessageQueue FIRST = new MessageQueue("T", "broker-a", 0);

    @TempDir
    Path folder;

    private volatile Instant now = BEGIN;
    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(Storage.open(folder, LogConfig.dev(), () -> now), RetentionConfig.STANDARD, () -> now);
        client = broker.connect();
        topic("T", false);
        for (int i = 0; i < 5; i++) {
            send("T", 0);
        }
        ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO)); // makes the group
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void topic(String name, boolean order) {
        Command answer = ask(client, Topics.CREATE.request(
                new Topics.Create(name, "TBW102", 2, 2, 6, "SINGLE_TAG", 0, order, null)));
        assertThat(answer.code()).as(answer.remark()).isZero();
    }

    private void send(String topic, int queueId) {
        now = now.plusSeconds(1);
        RunningBroker.send(client, topic, queueId, "message");
    }

    private void store(String group, String topic, int queueId, long offset) {
        Command answer = ask(client, ConsumerOffset.UPDATE.request(
                new ConsumerOffset.Update(group, topic, queueId, offset)));
        assertThat(answer.code()).as(answer.remark()).isZero();
    }

    private ConsumerGroup.Progress progress(String group, @Nullable String topic, @Nullable String topicList) {
        Command answer = ask(client, ConsumerGroup.PROGRESS.request(
                new ConsumerGroup.InTopic(group, topic, topicList)));
        assertThat(answer.code()).as(answer.remark()).isZero();
        return Json.decode(answer.body(), ConsumerGroup.Progress.class);
    }

    private void subscribe(String... topics) {
        Set<SubscriptionData> subscriptions = new HashSet<>();
        for (String topic : topics) {
            subscriptions.add(new SubscriptionData(false, topic, "*", Set.of(), Set.of(), now.toEpochMilli(), "TAG"));
        }
        byte[] body = Json.encode(new Heartbeat.Data(
                "c1", Set.of(),
                Set.of(new Heartbeat.Consumer(
                        "g", ConsumeType.CONSUME_PASSIVELY, MessageModel.CLUSTERING,
                        ConsumeFrom.CONSUME_FROM_FIRST_OFFSET, subscriptions, false)),
                0, false));
        Command heartbeat = Command.request(Heartbeat.API.code(), 0, Map.of(), ByteBuffer.wrap(body));
        assertThat(ask(client, heartbeat).code()).isZero();
    }

    private static long time(long seconds) {
        return BEGIN.plusSeconds(seconds).toEpochMilli();
    }

    @Test
    void tellsWhatIsConsumedWhatIsHandedOutAndWhatIsLeft() {
        store("g", "T", 0, 3);
        Map<MessageQueue, QueueProgress> table = progress("g", null, null).offsetTable();
        assertThat(table).containsOnly(
                Map.entry(FIRST, new QueueProgress(5, 3, 5, time(3))),
                Map.entry(new MessageQueue("T", "broker-a", 1), new QueueProgress(0, 0, 0, 0)));
        send("T", 0);
        assertThat(progress("g", "T", null).offsetTable())
                .containsEntry(FIRST, new QueueProgress(6, 3, 5, time(3)));
        ask(client, pullRequest("T", 0, 5, "*", Duration.ZERO));
        assertThat(progress("g", "T", null).offsetTable())
                .containsEntry(FIRST, new QueueProgress(6, 3, 6, time(3)));
    }

    @Test
    void aRestartForgetsWhatWasHandedOutOnly() throws IOException {
        store("g", "T", 0, 3);
        broker.close();
        broker = new RunningBroker(Storage.open(folder, LogConfig.dev(), () -> now), RetentionConfig.STANDARD, () -> now);
        client = broker.connect();
        assertThat(progress("g", "T", null).offsetTable())
                .containsEntry(FIRST, new QueueProgress(5, 3, 3, time(3)));
    }

    @Test
    void countsPoppedMessagesThatNobodyHasAcknowledged() {
        PopClient popper = new PopClient(client, "popping");
        Command popped = popper.pop(0, 3);
        popper.ack(popped, PopClient.messages(popped).getFirst());
        assertThat(progress("popping", "T", null).offsetTable())
                .containsEntry(FIRST, new QueueProgress(5, 1, 3, time(1)));
    }

    @Test
    void leavesOutTopicsThatAGroupWithMembersDoesNotSubscribeTo() {
        topic("Other", false);
        store("g", "T", 0, 1);
        store("g", "Other", 0, 0);
        assertThat(topics(progress("g", null, null))).containsExactlyInAnyOrder("T", "Other");
        subscribe("Other");
        assertThat(topics(progress("g", null, null))).containsExactly("Other");
        assertThat(topics(progress("g", "T", null))).isEmpty();
        assertThat(topics(progress("g", null, "T;Other;Nowhere"))).containsExactlyInAnyOrder("T", "Other");
        assertThat(topics(progress("nobody", null, null))).isEmpty();
    }

    private static Set<String> topics(ConsumerGroup.Progress progress) {
        Set<String> topics = new TreeSet<>();
        progress.offsetTable().keySet().forEach(queue -> topics.add(queue.topic()));
        return topics;
    }

    @Test
    void listsAllGroupsOfTheBroker() {
        topic("Ordered", true);
        send("Ordered", 1);
        store("g", "T", 0, 3);
        store("g", "Ordered", 0, 0);
        ProgressReport.Groups all = groups(false);
        assertThat(all.brokerAddr()).isEqualTo("127.0.0.1:" + broker.port());
        assertThat(all.totalDiff()).isEqualTo(3);
        assertThat(all.totalInflightDiff()).isEqualTo(2);
        assertThat(all.consumeStatsList()).anySatisfy(group -> assertThat(group.get("g")).hasSize(2));
        assertThat(all.consumeStatsList()).anySatisfy(group -> assertThat(group).containsKey("TOOLS_CONSUMER"));
        ProgressReport.Groups ordered = groups(true);
        assertThat(ordered.totalDiff()).isEqualTo(1);
        assertThat(ordered.consumeStatsList()).anySatisfy(group -> assertThat(group.get("g")).hasSize(1));
    }

    private ProgressReport.Groups groups(boolean ordered) {
        Command answer = ask(client, ProgressReport.GROUPS.request(new ProgressReport.All(ordered)));
        assertThat(answer.code()).as(answer.remark()).isZero();
        return Json.decode(answer.body(), ProgressReport.Groups.class);
    }

    @Test
    void tellsFromWhenTheMessagesAre() {
        store("g", "T", 0, 2);
        now = now.plusSeconds(10);
        ProgressReport.QueueTimes first = times("g");
        assertThat(first.messageQueue()).isEqualTo(FIRST);
        assertThat(first.minTimeStamp()).isEqualTo(time(1));
        assertThat(first.maxTimeStamp()).isEqualTo(time(5));
        assertThat(first.consumeTimeStamp()).isEqualTo(time(2));
        assertThat(first.delayTime()).isEqualTo(12_000);
        assertThat(first.consumeTimeStampStr()).matches("2026-01-0\\d#\\d\\d:00:02:000");
        ProgressReport.QueueTimes unknown = times("nobody");
        assertThat(unknown.consumeTimeStamp()).isEqualTo(time(1));
        assertThat(unknown.delayTime()).isEqualTo(14_000);
        store("g", "T", 0, 5);
        assertThat(times("g").delayTime()).isZero();
        Command none = ask(client, ProgressReport.TIMES.request(new ProgressReport.OfGroup("Nowhere", "g")));
        assertThat(none.code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        assertThat(none.remark()).isEqualTo("topic[Nowhere] not exist");
    }

    private ProgressReport.QueueTimes times(String group) {
        Command answer = ask(client, ProgressReport.TIMES.request(new ProgressReport.OfGroup("T", group)));
        assertThat(answer.code()).as(answer.remark()).isZero();
        ProgressReport.Times times = Json.decode(answer.body(), ProgressReport.Times.class);
        assertThat(times.consumeTimeSpanSet()).hasSize(2);
        return times.consumeTimeSpanSet().getFirst();
    }

    @Test
    void comparesAGroupWithTheSlowestOne() {
        makeGroup("slow");
        makeGroup("fast");
        store("g", "T", 0, 2);
        store("slow", "T", 0, 1);
        store("fast", "T", 0, 4);
        assertThat(corrections("g", null)).isEqualTo("{\"correctionOffsets\":{0:1}}");
        assertThat(corrections("g", "slow,g")).as("it is behind the others")
                .isEqualTo("{\"correctionOffsets\":{0:" + Long.MAX_VALUE + "}}");
        assertThat(corrections("fast", "slow")).isEqualTo("{\"correctionOffsets\":{0:2}}");
    }

    private void makeGroup(String group) {
        ByteBuffer body = ByteBuffer.wrap(
                Json.encode(new ConsumerGroup.Settings(group, null, null, null, null, null, null, null)));
        assertThat(ask(client, Command.request(ConsumerGroup.UPDATE.code(), 0, Map.of(), body)).code()).isZero();
    }

    private String corrections(String group, @Nullable String leftOut) {
        Command answer = ask(client, ProgressReport.CORRECTION.request(
                new ProgressReport.Compare(leftOut, group, "T")));
        assertThat(answer.code()).as(answer.remark()).isZero();
        return new String(answer.bodyBytes(), StandardCharsets.UTF_8);
    }
}
