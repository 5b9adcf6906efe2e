package io.skylark.broker;

import io.skylark.broker.registration.RouteRegistry;
import io.skylark.log.LogConfig;
import io.skylark.message.BatchBody;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.StoredMessage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerGroup;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.QueryMessage;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.api.ViewMessage;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.bodies;
import static io.skylark.broker.RunningBroker.get;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

class BrokerTest {
    private static final Duration HOLD = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
        client = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void restart() throws IOException {
        broker.close();
        start();
    }

    private static byte[] heartbeat(String clientId, String group, MessageModel model, String topic) {
        return Json.encode(new Heartbeat.Data(
                clientId,
                Set.of(),
                Set.of(new Heartbeat.Consumer(
                        group, ConsumeType.CONSUME_PASSIVELY, model, ConsumeFrom.CONSUME_FROM_FIRST_OFFSET,
                        Set.of(new SubscriptionData(false, topic, "*", Set.of(), Set.of(), 1, "TAG")), false)),
                0,
                false));
    }

    private static Command heartbeatRequest(String clientId, String group) {
        return Heartbeat.API.request(
                Empty.EMPTY, ByteBuffer.wrap(heartbeat(clientId, group, MessageModel.CLUSTERING, "T")));
    }

    /// The first pull of a group creates the group, elsewhere than on the event loop; later ones keep their order.
    private void createGroup() {
        ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO));
    }

    private long max(String topic, int queueId) {
        Command answer = ask(client, QueueOffsets.MAX.request(new QueueOffsets.Queue(topic, queueId)));
        return QueueOffsets.MAX.decodeResponse(answer).offset();
    }

    private long storedOffset(String group, String topic) {
        Command answer = ask(client, ConsumerOffset.QUERY.request(new ConsumerOffset.Query(group, topic, 0, null)));
        return answer.code() == 0 ? ConsumerOffset.QUERY.decodeResponse(answer).offset() : -1;
    }

    @Test
    void storesAMessageAndGivesItBackAsClientsExpectIt() {
        SendMessage.Response first = send(client, "T", 2, "one", "TAGS\u0001TagA\u0002UNIQ_KEY\u0001U1\u0002");
        SendMessage.Response second = send(client, "T", 2, "two");
        assertThat(first.queueOffset()).isZero();
        assertThat(second.queueOffset()).isEqualTo(1);
        assertThat(first.transactionId()).isEqualTo("U1");
        Command pulled = ask(client, pullRequest("T", 2, 0, "*", Duration.ZERO));
        assertThat(pulled.code()).isZero();
        List<StoredMessage> messages = StoredMessage.decodeAll(ByteBuffer.wrap(pulled.bodyBytes()));
        StoredMessage message = messages.getFirst();
        assertThat(message.offsetMessageId()).isEqualTo(first.msgId());
        assertThat(message.queueOffset()).isZero();
        assertThat(message.topic()).isEqualTo("T");
        assertThat(message.queueId()).isEqualTo(2);
        assertThat(message.properties()).containsEntry("TAGS", "TagA").containsEntry("CLUSTER", "DefaultCluster");
        assertThat(message.bornHost().toSocketAddress()).isEqualTo(client.localAddress());
        PullMessage.Response header = PullMessage.API.decodeResponse(pulled);
        assertThat(header.nextBeginOffset()).isEqualTo(2);
        assertThat(header.maxOffset()).isEqualTo(2);
        assertThat(bodies(pulled)).containsExactly("one", "two");
    }

    @Test
    void announcesATopicThatCameToBeByBeingUsedBeforeItAnswers() {
        send(client, "Fresh", 0, "x");
        RouteRegistry.Announcement newest = null;
        for (RouteRegistry.Announcement next = broker.announcements.poll(); next != null;
                next = broker.announcements.poll()) {
            newest = next;
        }
        assertThat(newest).isNotNull();
        assertThat(newest.topics().get("Fresh")).isNotNull();
        assertThat(newest.topics().get("Fresh").writeQueueNums()).isEqualTo(4);
        assertThat(newest.topics().get("Fresh").perm()).isEqualTo(6);
    }

    @Test
    void releasesAHeldPullWhenAMessageComes() {
        send(client, "T", 0, "before");
        createGroup();
        CompletableFuture<Command> held = client.call(pullRequest("T", 0, 1, "*", HOLD), Duration.ofSeconds(30));
        assertThat(max("T", 0)).isEqualTo(1);
        assertThat(held).isNotDone();
        send(client, "T", 0, "after");
        assertThat(bodies(get(held))).containsExactly("after");
    }

    @Test
    void keepsHoldingAPullWhoseTagsDoNotMatch() {
        send(client, "T", 0, "before");
        createGroup();
        CompletableFuture<Command> held = client.call(pullRequest("T", 0, 1, "TagB", HOLD), Duration.ofSeconds(30));
        send(client, "T", 0, "other", "TAGS\u0001TagA\u0002");
        assertThat(max("T", 0)).isEqualTo(2);
        assertThat(held).isNotDone();
        send(client, "T", 0, "wanted", "TAGS\u0001TagB\u0002");
        assertThat(bodies(get(held))).containsExactly("wanted");
    }

    @Test
    void answersAHeldPullWhenItsWaitEnds() {
        send(client, "T", 0, "before");
        Command answer = ask(client, pullRequest("T", 0, 1, "*", Duration.ofMillis(50)));
        assertThat(answer.code()).isEqualTo(ResponseCode.PULL_NOT_FOUND);
        assertThat(PullMessage.API.decodeResponse(answer).nextBeginOffset()).isEqualTo(1);
    }

    @Test
    void answersPullsBesideTheQueueAsRocketMqDoes() {
        send(client, "T", 0, "x");
        Command beyond = ask(client, pullRequest("T", 0, 9, "*", HOLD));
        assertThat(beyond.code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        assertThat(PullMessage.API.decodeResponse(beyond).nextBeginOffset()).isEqualTo(1);
        Command unmatched = ask(client, pullRequest("T", 0, 0, "Nothing", HOLD));
        assertThat(unmatched.code()).isEqualTo(ResponseCode.PULL_RETRY_IMMEDIATELY);
        assertThat(PullMessage.API.decodeResponse(unmatched).nextBeginOffset()).isEqualTo(1);
        Command empty = ask(client, pullRequest("T", 1, 0, "*", Duration.ZERO));
        assertThat(empty.code()).isEqualTo(ResponseCode.PULL_NOT_FOUND);
        Command unknown = ask(client, pullRequest("Unknown", 0, 0, "*", Duration.ZERO));
        assertThat(unknown.code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void storesABatchUnderConsecutiveOffsets() throws IOException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        for (String body : List.of("one", "two", "three")) {
            batch.write(BatchBody.encode(7, body.getBytes(StandardCharsets.UTF_8), Map.of("TAGS", body)));
        }
        Command request = SendMessage.API.request(
                RunningBroker.sendRequest("T", 0, ""), ByteBuffer.wrap(batch.toByteArray()));
        Command asBatch = new Command(SendMessage.BATCH, request.language(), request.version(), 0, 0, null,
                request.fields(), request.body());
        SendMessage.Response response = SendMessage.API.decodeResponse(ask(client, asBatch));
        assertThat(response.msgId().split(",")).hasSize(3);
        assertThat(response.queueOffset()).isZero();
        Command pulled = ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO));
        assertThat(bodies(pulled)).containsExactly("one", "two", "three");
        assertThat(bodies(ask(client, pullRequest("T", 0, 0, "two", Duration.ZERO)))).containsExactly("two");
        Command broken = asBatch.withBody(new byte[] {0, 0, 0, 9});
        assertThat(ask(client, broken).code()).isEqualTo(ResponseCode.MESSAGE_ILLEGAL);
    }

    @Test
    void keepsMessagesTopicsGroupsAndOffsetsOverARestart() throws IOException {
        send(client, "T", 0, "one");
        ask(client, heartbeatRequest("c1", "g"));
        Command update = ConsumerOffset.UPDATE.request(new ConsumerOffset.Update("g", "T", 0, 1L));
        assertThat(ask(client, update).code()).isZero();
        restart();
        assertThat(max("T", 0)).isEqualTo(1);
        assertThat(storedOffset("g", "T")).isEqualTo(1);
        assertThat(broker.announcements.element().topics()).containsKeys("T", "%RETRY%g");
        assertThat(bodies(ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO)))).containsExactly("one");
        assertThat(send(client, "T", 0, "two").queueOffset()).isEqualTo(1);
    }

    /// After a start nobody has looked at the index of a sealed segment yet, so the first pull goes to a cold reader.
    @Test
    void givesBackMessagesFromSealedSegments(@TempDir Path other) throws IOException {
        LogConfig small = LogConfig.dev().withSegmentBytes(64 << 10);
        try (RunningBroker first = new RunningBroker(other, small)) {
            Connection sender = first.connect();
            for (int i = 0; i < 30; i++) {
                send(sender, "T", 0, i + "-" + "x".repeat(9_000));
            }
        }
        assertThat(other.toFile().list()).anyMatch(name -> name.endsWith(".index"));
        try (RunningBroker second = new RunningBroker(other, small)) {
            Connection reader = second.connect();
            List<String> found = new ArrayList<>();
            while (found.size() < 30) {
                Command pulled = ask(reader, pullRequest("T", 0, found.size(), "*", Duration.ZERO));
                assertThat(pulled.code()).isZero();
                found.addAll(bodies(pulled));
            }
            assertThat(found).extracting(body -> Integer.parseInt(body.substring(0, body.indexOf('-'))))
                    .isEqualTo(IntStream.range(0, 30).boxed().toList());
        }
    }

    @Test
    void deletesATopicWithItsMessagesAndOffsets() throws IOException {
        send(client, "T", 0, "old");
        ask(client, heartbeatRequest("c1", "g"));
        ask(client, ConsumerOffset.UPDATE.request(new ConsumerOffset.Update("g", "T", 0, 1L)));
        assertThat(ask(client, Topics.DELETE_IN_BROKER.request(new Topics.Delete("T", null))).code()).isZero();
        assertThat(max("T", 0)).isZero();
        assertThat(send(client, "T", 0, "new").queueOffset()).isZero();
        restart();
        assertThat(bodies(ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO)))).containsExactly("new");
        Command system = ask(client, Topics.DELETE_IN_BROKER.request(new Topics.Delete("TBW102", null)));
        assertThat(system.code()).isEqualTo(ResponseCode.INVALID_PARAMETER);
    }

    @Test
    void tellsTheMembersOfAGroupWhenItChanges() throws InterruptedException {
        ask(client, heartbeatRequest("c1", "g"));
        assertNotified();
        Connection second = broker.connect();
        ask(second, heartbeatRequest("c2", "g"));
        assertNotified();
        assertNotified();
        Command members = ask(client, ConsumerGroup.MEMBERS.request(new ConsumerGroup.Group("g")));
        assertThat(Json.decode(members.body(), ConsumerGroup.Members.class).consumerIdList())
                .containsExactlyInAnyOrder("c1", "c2");
        second.close();
        assertNotified();
        Command left = ask(client, ConsumerGroup.MEMBERS.request(new ConsumerGroup.Group("g")));
        assertThat(Json.decode(left.body(), ConsumerGroup.Members.class).consumerIdList()).containsExactly("c1");
    }

    private void assertNotified() throws InterruptedException {
        Command notification = broker.notifications.poll(10, TimeUnit.SECONDS);
        assertThat(notification).isNotNull();
        assertThat(notification.field("consumerGroup")).isEqualTo("g");
    }

    @Test
    void startsANewGroupAtTheBeginningOfAYoungQueue() {
        send(client, "T", 0, "x");
        assertThat(storedOffset("new-group", "T")).isZero();
        Command strict = ask(client, ConsumerOffset.QUERY.request(
                new ConsumerOffset.Query("new-group", "T", 0, false)));
        assertThat(strict.code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
    }

    @Test
    void findsMessagesByIdAndByKey() {
        SendMessage.Response sent = send(client, "T", 0, "x", "KEYS\u0001order-1 order-2\u0002");
        long position = OffsetMessageId.decode(sent.msgId()).position();
        Command viewed = ask(client, ViewMessage.API.request(new ViewMessage.Request(position)));
        assertThat(bodies(viewed)).containsExactly("x");
        Command query = QueryMessage.API.request(
                new QueryMessage.Request("T", "order-2", 10, 0, Long.MAX_VALUE, null));
        assertThat(bodies(ask(client, query))).containsExactly("x");
        Command nothing = ask(client, ViewMessage.API.request(new ViewMessage.Request(position + 1)));
        assertThat(nothing.remark()).isEqualTo("can not find message by the offset, " + (position + 1));
        Command noKey = QueryMessage.API.request(
                new QueryMessage.Request("T", "order-3", 10, 0, Long.MAX_VALUE, null));
        assertThat(ask(client, noKey).code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
    }
}
