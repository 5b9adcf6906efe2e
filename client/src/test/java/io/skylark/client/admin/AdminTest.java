package io.skylark.client.admin;

import io.skylark.client.FakeCluster;
import io.skylark.client.SkylarkClient;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.TopicNotFoundException;
import io.skylark.client.message.Message;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.producer.Producer;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.Version;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.KeyValueTable;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Against a broker that offers only what all offer, and, where `answers` has an answer, against one that offers more.
@Timeout(20)
class AdminTest {
    private static final Set<Integer> OFFERED_BY_SOME = Set.of(28, 201, 202, 203, 207, 208, 300, 307, 351);
    private static final MessageQueue Q0 = new MessageQueue("T", "broker-a", 0);
    private static final MessageQueue Q1 = new MessageQueue("T", "broker-a", 1);

    private final FakeCluster cluster = new FakeCluster(1).withTopic("T", 2).withTopic("%RETRY%g", 1);
    private final SkylarkClient client = cluster.client();
    private final Admin admin = client.admin();
    private final Map<Integer, Command> answers = new HashMap<>();

    @BeforeEach
    void offerLittle() {
        cluster.broker(0).instead(this::answer);
    }

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    private @Nullable Command answer(Command request) {
        Command special = answers.get(request.code());
        if (special != null || !OFFERED_BY_SOME.contains(request.code())) {
            return special;
        }
        return Command.response(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, "not supported");
    }

    private void answers(int code, Object body) {
        answers.put(code, Command.response(ResponseCode.SUCCESS, null).withBody(Json.encode(body)));
    }

    private String address() {
        return cluster.broker(0).server().address();
    }

    private List<Command> requests(int code) {
        return cluster.broker(0).server().requests().stream().filter(request -> request.code() == code).toList();
    }

    /// 2 messages in queue 0 and 1 in queue 1; the group has consumed 1 of queue 0, and has not begun in queue 1.
    private void fill() {
        Producer producer = client.producer("p").build();
        while (messagesIn(0) < 2 || messagesIn(1) < 1) {
            producer.send(Message.of("T", "m"));
        }
        answers.put(30, asOf(Version.V4_9_4, QueueOffsets.MAX.success(new QueueOffsets.Offset(9))));
        admin.groups().reset("g", Q0, 1);
        answers.remove(30);
    }

    private static Command asOf(int version, Command answer) {
        return new Command(answer.code(), answer.language(), version, answer.opaque(), answer.flag(), answer.remark(),
                answer.fields(), answer.body());
    }

    private long messagesIn(int queue) {
        return cluster.broker(0).stored("T").stream().filter(message -> message.queueId() == queue).count();
    }

    @Test
    void describesATopicQueueByQueue() {
        fill();
        TopicDescription topic = admin.topics().describe("T");
        assertThat(topic.brokers()).containsExactly(
                new TopicDescription.OnBroker("broker-a", 2, 2, true, true, Map.of()));
        Optional<Instant> stored = Optional.of(Instant.ofEpochMilli(2));
        assertThat(topic.queues()).containsExactly(
                new TopicQueue(Q0, 0, messagesIn(0), stored), new TopicQueue(Q1, 0, messagesIn(1), stored));
        assertThat(topic.messages()).isEqualTo(messagesIn(0) + messagesIn(1));
    }

    @Test
    void describesATopicInOneQuestionWhereItCan() {
        answers(202, new Topics.Stats(Map.of(
                Q1, new Topics.QueueState(-1, -1, 0), Q0, new Topics.QueueState(3, 9, 77))));
        answers(351, new TopicConfig("T", 2, 2, 6, null, 0, false, Map.of("message.type", "FIFO")));
        TopicDescription topic = admin.topics().describe("T");
        assertThat(topic.brokers().get(0).attributes()).containsEntry("message.type", "FIFO");
        assertThat(topic.queues()).containsExactly(
                new TopicQueue(Q0, 3, 9, Optional.of(Instant.ofEpochMilli(77))),
                new TopicQueue(Q1, 0, 0, Optional.empty()));
        assertThat(requests(30)).isEmpty();
    }

    @Test
    void aMoveReadsAsOneLine() {
        assertThat(new OffsetMove(Q0, OptionalLong.empty(), 3)).hasToString("T/broker-a/0: none -> 3");
        assertThat(new OffsetMove(Q1, OptionalLong.of(7), 3)).hasToString("T/broker-a/1: 7 -> 3");
    }

    @Test
    void saysHowToCreateATopicThatIsMissing() {
        assertThatThrownBy(() -> admin.topics().describe("orders"))
                .isInstanceOf(TopicNotFoundException.class)
                .hasMessageContaining("skylark topic create orders");
        assertThatThrownBy(() -> admin.groups().progress("g", "orders")).isInstanceOf(TopicNotFoundException.class);
    }

    @Test
    void createsATopicWithSettingsOfItsOwn() {
        admin.topics().create(TopicSettings.of("New")
                .withQueues(4, 2).withPermission(true, false).withOrdered(true).withType(MessageType.FIFO));
        Topics.Create create = Topics.CREATE.decodeRequest(requests(17).get(0));
        assertThat(create.readQueueNums()).isEqualTo(4);
        assertThat(create.writeQueueNums()).isEqualTo(2);
        assertThat(create.perm()).isEqualTo(4);
        assertThat(create.order()).isTrue();
        assertThat(create.attributes()).isEqualTo("+message.type=FIFO");
    }

    @Test
    void tellsHowFarAGroupIsFromWhatEveryBrokerAnswers() {
        fill();
        GroupProgress progress = admin.groups().progress("g", "T");
        assertThat(progress.queues()).containsExactly(
                new QueueLag(Q0, messagesIn(0), OptionalLong.of(1), Optional.of(Instant.ofEpochMilli(2))),
                new QueueLag(Q1, messagesIn(1), OptionalLong.empty(), Optional.empty()));
        assertThat(progress.lag()).isEqualTo(messagesIn(0) - 1);
        assertThat(admin.groups().progress("g").queues()).extracting(QueueLag::queue).containsExactly(Q0);
        assertThat(admin.topics().groups("T")).containsExactly("g");
    }

    @Test
    void tellsHowFarAGroupIsInOneQuestionWhereItCan() {
        answers(208, new ConsumerGroup.Progress(0.5, Map.of(
                Q1, new ConsumerGroup.QueueProgress(5, -1, 0, 0), Q0, new ConsumerGroup.QueueProgress(9, 4, 6, 77))));
        assertThat(admin.groups().progress("g").queues()).containsExactly(
                new QueueLag(Q0, 9, OptionalLong.of(4), Optional.of(Instant.ofEpochMilli(77))),
                new QueueLag(Q1, 5, OptionalLong.empty(), Optional.empty()));
        assertThat(admin.groups().progress("g").lag()).isEqualTo(5);
    }

    @Test
    void listsGroupsBySettingsOrElseByRetryTopics() {
        assertThat(admin.groups().list()).containsExactly("g");
        answers(201, new ConsumerGroup.Table(Map.of("a", GroupSettings.of("a").onWire())));
        assertThat(admin.groups().list()).containsExactly("a");
    }

    @Test
    void createsAndDeletesGroups() {
        admin.groups().create(GroupSettings.of("g").withMaxRetries(3).withOrdered(true));
        ConsumerGroup.Settings settings = Json.decode(requests(200).get(0).body(), ConsumerGroup.Settings.class);
        assertThat(settings.groupName()).isEqualTo("g");
        assertThat(settings.retryMaxTimes()).isEqualTo(3);
        assertThat(settings.consumeMessageOrderly()).isTrue();
        assertThatThrownBy(() -> admin.groups().delete("g"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("of a version without this feature");
        answers.put(207, Command.response(ResponseCode.SUCCESS, null));
        admin.groups().delete("g");
        assertThat(requests(207)).hasSize(2);
    }

    @Test
    void knowsMembersByIdOrElseWithAllTheirFacts() {
        assertThat(admin.groups().members("g").members()).isEmpty();
        cluster.broker(0).join("g", "c1");
        assertThat(admin.groups().members("g").members()).extracting(GroupMembers.Member::clientId)
                .containsExactly("c1");
        SubscriptionData all = new SubscriptionData(false, "T", "a || b", Set.of("a"), Set.of(1), 1, null);
        SubscriptionData retry = new SubscriptionData(false, "%RETRY%g", "*", Set.of(), Set.of(), 1, null);
        answers(203, new ConsumerGroup.Connections(
                List.of(new ConsumerGroup.Connection("c1", "10.0.0.1:5", "GO", 317)),
                Map.of("T", all, "%RETRY%g", retry), ConsumeType.CONSUME_PASSIVELY, MessageModel.CLUSTERING));
        assertThat(admin.groups().members("g")).isEqualTo(new GroupMembers(
                "g", List.of(new GroupMembers.Member(
                        "c1", Optional.of("10.0.0.1:5"), Optional.of("GO"), Optional.of(317))),
                Map.of("T", "a || b")));
        answers.put(203, Command.response(ResponseCode.CONSUMER_NOT_ONLINE, "not online"));
        assertThat(admin.groups().members("g").members()).isEmpty();
    }

    @Test
    void showsAResetBeforeItIsDone() {
        fill();
        assertThat(admin.groups().previewReset("g", "T", ResetTo.latest())).containsExactly(
                new OffsetMove(Q0, OptionalLong.of(1), messagesIn(0)),
                new OffsetMove(Q1, OptionalLong.empty(), messagesIn(1)));
        assertThat(cluster.broker(0).offsets()).isEqualTo(Map.of("g@T/0", 1L));
    }

    @Test
    void letsTheBrokerMoveAGroupAndTellsWhatItDid() {
        fill();
        answers(222, new OffsetReset.Offsets(Map.of(Q0, 7L)));
        assertThat(admin.groups().reset("g", "T", ResetTo.latest()))
                .containsExactly(new OffsetMove(Q0, OptionalLong.of(1), 7));
        OffsetReset.Request request = OffsetReset.RESET.decodeRequest(requests(222).get(requests(222).size() - 1));
        assertThat(request.timestamp()).isEqualTo(-1);
        assertThat(request.isForce()).isTrue();
        answers.put(222, Command.response(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "no group"));
        assertThatThrownBy(() -> admin.groups().reset("g", "T", ResetTo.earliest()))
                .hasMessageContaining("skylark group create g");
    }

    @Test
    void writesTheOffsetsItselfWhereOnlyMembersCouldMoveAGroupThatHasNone() {
        fill();
        answers.put(222, Command.response(ResponseCode.CONSUMER_NOT_ONLINE, "nobody"));
        assertThat(admin.groups().reset("g", "T", ResetTo.latest())).hasSize(2);
        assertThat(cluster.broker(0).offsets())
                .isEqualTo(Map.of("g@T/0", messagesIn(0), "g@T/1", messagesIn(1)));
    }

    @Test
    void movesAGroupInOneQueueOnlyWhereTheBrokerCan() {
        admin.groups().reset("g", Q1, 5);
        OffsetReset.Request request = OffsetReset.RESET.decodeRequest(requests(222).get(0));
        assertThat(request.queueId()).isEqualTo(1);
        assertThat(request.offset()).isEqualTo(5);
        answers.put(30, asOf(Version.V4_9_4, QueueOffsets.MAX.success(new QueueOffsets.Offset(9))));
        admin.groups().reset("g", Q1, 6);
        assertThat(requests(222)).hasSize(1);
        assertThat(cluster.broker(0).offsets()).containsEntry("g@T/1", 6L);
        cluster.broker(0).join("g", "c1");
        assertThatThrownBy(() -> admin.groups().reset("g", Q1, 7)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void clonesOffsets() {
        admin.groups().cloneOffsets("g", "h", "T");
        OffsetReset.Clone request = OffsetReset.CLONE.decodeRequest(requests(314).get(0));
        assertThat(request).isEqualTo(new OffsetReset.Clone("g", "h", "T", true));
    }

    @Test
    void looksAtBrokersAndNameServers() {
        List<ClusterAdmin.Broker> brokers = admin.cluster().brokers();
        assertThat(brokers).hasSize(1);
        assertThat(brokers.get(0).addresses()).containsEntry(0L, address());
        assertThat(admin.cluster().nameServers()).containsExactly(new ClusterAdmin.NameServerView(
                cluster.nameServer().address(), brokers, Optional.empty()));
        assertThat(admin.cluster().runtime(address())).isEmpty();
        answers(28, new KeyValueTable(Map.of("brokerVersionDesc", "V5_5_0")));
        assertThat(admin.cluster().runtime(address())).contains(Map.of("brokerVersionDesc", "V5_5_0"));
        cluster.nameServer().close();
        try (SkylarkClient late = cluster.client()) {
            assertThat(late.admin().cluster().nameServers().get(0).problem()).isPresent();
        }
    }

    @Test
    void findsMessages() {
        fill();
        assertThat(admin.messages().at(Q0, 1)).hasValueSatisfying(found -> {
            assertThat(found.text()).isEqualTo("m");
            assertThat(found.queueOffset()).isEqualTo(1);
            assertThat(admin.messages().track(found))
                    .containsExactly(new MessageTrack("g", MessageTrack.State.WAITING));
        });
        assertThat(admin.messages().track(admin.messages().at(Q0, 0).orElseThrow()))
                .containsExactly(new MessageTrack("g", MessageTrack.State.PASSED));
        assertThat(admin.messages().at(Q0, 100)).isEmpty();
        answers.put(12, Command.response(ResponseCode.QUERY_NOT_FOUND, "none"));
        assertThat(admin.messages().byKey("T", "k", 10)).isEmpty();
        assertThat(admin.messages().byId("T", "no such id")).isEmpty();
        assertThat(requests(12).get(1).field("_UNIQUE_KEY_QUERY")).isEqualTo("true");
    }

    @Test
    void findsMessagesByTime() {
        fill();
        answers.put(29, QueueOffsets.SEARCH.success(new QueueOffsets.Offset(0)));
        Instant stored = Instant.ofEpochMilli(2);
        assertThat(admin.messages().byTime("T", Instant.MIN, Instant.MAX, 100))
                .hasSize((int) (messagesIn(0) + messagesIn(1)));
        assertThat(admin.messages().byTime("T", stored, stored, 2)).hasSize(2);
        assertThat(admin.messages().byTime("T", stored.plusMillis(1), Instant.MAX, 100)).isEmpty();
        assertThat(admin.messages().byTime("T", Instant.MIN, stored.minusMillis(1), 100)).isEmpty();
        assertThat(admin.messages().scan("T", 100).within(Q1::equals).newest(Instant.MAX))
                .extracting(ReceivedMessage::queue).containsOnly(Q1).hasSize((int) messagesIn(1));
        assertThatThrownBy(() -> admin.messages().byTime("T", stored, stored, 0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not 0");
    }

    @Test
    void timesMayBeOutsideOfWhatBrokersKnow() {
        answers.put(12, Command.response(ResponseCode.QUERY_NOT_FOUND, "none"));
        assertThat(admin.messages().byKey("T", "k", 10, Instant.MIN, Instant.MAX)).isEmpty();
        assertThat(requests(12).get(0).fields())
                .containsEntry("beginTimestamp", "0").containsEntry("endTimestamp", Long.toString(Long.MAX_VALUE));
        assertThatThrownBy(() -> admin.messages().byKey("T", "k", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aGroupWithoutDeadLettersHasNone() {
        assertThat(admin.deadLetters().count("g")).isZero();
        assertThat(admin.deadLetters().newest("g", 10)).isEmpty();
        assertThatThrownBy(() -> admin.deadLetters().count("no group")).isInstanceOf(MessageRejectedException.class);
    }

    @Test
    void readsDeadLetters() {
        cluster.withTopic("%DLQ%g", 1);
        Producer producer = client.producer("p").build();
        producer.send(Message.of("%DLQ%g", "first"));
        producer.send(Message.of("%DLQ%g", "second"));
        DeadLetterAdmin letters = admin.deadLetters();
        assertThat(letters.groups()).containsExactly("g");
        assertThat(letters.count("g")).isEqualTo(2);
        assertThat(letters.newest("g", 1)).extracting(ReceivedMessage::text).containsExactly("second");
        List<String> all = new ArrayList<>();
        letters.forEach("g", Instant.EPOCH, letter -> all.add(letter.text()));
        assertThat(all).containsExactly("first", "second");
    }

    @Test
    void zeroMayMeanThatAGroupHasNotBegun() {
        fill();
        answers(208, new ConsumerGroup.Progress(0, Map.of(
                Q0, new ConsumerGroup.QueueProgress(9, 1, 0, 0), Q1, new ConsumerGroup.QueueProgress(5, 0, 0, 0))));
        assertThat(admin.groups().progress("g", "T").queues()).containsExactly(
                new QueueLag(Q0, 9, OptionalLong.of(1), Optional.empty()),
                new QueueLag(Q1, 5, OptionalLong.empty(), Optional.empty()));
        assertThat(admin.groups().progress("g").lag()).isEqualTo(8);
    }
}
