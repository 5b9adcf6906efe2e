package io.skylark.broker;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.Language;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.OffsetReset;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.body.ConsumeFrom;
import io.skylark.protocol.body.ConsumeType;
import io.skylark.protocol.body.MessageModel;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.get;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// Groups are moved to other offsets, and their consumers hear of it.
@Timeout(60)
class ResetTest {
    /// Longer than a test may take.
    private static final Duration HOLD = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        start(true);
    }

    private void start(boolean serverSide) throws IOException {
        broker = new RunningBroker(
                Storage.open(folder, LogConfig.dev(), InstantSource.system()),
                BrokerConfig.standard("broker-a", 0).withServerSideReset(serverSide), InstantSource.system());
        client = broker.connect();
        for (int i = 0; i < 3; i++) {
            send(client, "T", 0, "message " + i);
        }
        ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO)); // makes the group
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Command reset(String group, String topic, long timestamp, @Nullable Boolean force) {
        return ask(client, OffsetReset.RESET.request(
                new OffsetReset.Request(group, topic, null, null, timestamp, force)));
    }

    private void store(int queueId, long offset) {
        assertThat(ask(client, ConsumerOffset.UPDATE.request(new ConsumerOffset.Update("g", "T", queueId, offset)))
                .code()).isZero();
    }

    @Test
    void aHeldPullHearsOfItAtOnceAndOthersGoOnWaiting() {
        CompletableFuture<Command> moved = client.call(pullRequest("T", 0, 3, "*", HOLD), HOLD);
        CompletableFuture<Command> empty = client.call(pullRequest("T", 1, 0, "*", HOLD), HOLD);
        PullMessage.Request other = new PullMessage.Request(
                "other", "T", 0, 3, 32, PullMessage.FLAG_SUBSCRIPTION | PullMessage.FLAG_SUSPEND, 0, HOLD.toMillis(), "*",
                0L, "TAG", null);
        CompletableFuture<Command> stays = client.call(PullMessage.API.request(other), HOLD);
        Awaitility.await().until(() -> broker.heldPulls() == 3);

        assertThat(reset("g", "T", 0, true).code()).isZero();

        Command answer = get(moved);
        assertThat(answer.code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        assertThat(PullMessage.API.decodeResponse(answer).nextBeginOffset()).isZero();
        assertThat(get(empty).code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        Awaitility.await().until(() -> broker.heldPulls() == 1);
        send(client, "T", 0, "new");
        assertThat(RunningBroker.bodies(get(stays))).containsExactly("new");
    }

    private Connection member(String clientId, Language language, int version) {
        Connection member = broker.connect();
        byte[] body = Json.encode(new Heartbeat.Data(
                clientId, Set.of(),
                Set.of(new Heartbeat.Consumer(
                        "g", ConsumeType.CONSUME_PASSIVELY, MessageModel.CLUSTERING,
                        ConsumeFrom.CONSUME_FROM_FIRST_OFFSET,
                        Set.of(new SubscriptionData(false, "T", "*", Set.of(), Set.of(), 1, "TAG")), false)),
                0, false));
        Command heartbeat = new Command(
                Heartbeat.API.code(), language, version, 0, 0, null, Map.of(), ByteBuffer.wrap(body));
        assertThat(ask(member, heartbeat).code()).isZero();
        return member;
    }

    /// The body of the next move that a member hears of.
    private String move() throws InterruptedException {
        while (true) {
            Command heard = broker.notifications.poll(10, TimeUnit.SECONDS);
            assertThat(heard).isNotNull();
            if (heard.code() == OffsetReset.MOVE.code()) {
                assertThat(heard.fields()).containsEntry("topic", "T").containsEntry("group", "g")
                        .containsEntry("timestamp", "0");
                return new String(heard.bodyBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void consumersMoveThemselvesWhenTheBrokerIsConfiguredSo() throws Exception {
        broker.close();
        start(false);
        for (int queueId = 0; queueId < 4; queueId++) {
            store(queueId, queueId == 0 ? 2 : 0);
        }
        Connection java = member("java", Language.JAVA, 401);
        assertThat(reset("g", "T", 0, true).code()).isZero();
        assertThat(move()).contains("{\"brokerName\":\"broker-a\",\"queueId\":0,\"topic\":\"T\"}:0");
        java.close();
        Connection cpp = member("cpp", Language.CPP, 401);
        Awaitility.await().until(() -> {
            broker.notifications.clear();
            assertThat(reset("g", "T", 0, true).code()).isZero();
            return move().contains("\"offsetTable\":[{\"brokerName\":\"broker-a\",\"offset\":0,\"queueId\":0,");
        });
        cpp.close();
        Command stored = ask(client, ConsumerOffset.QUERY.request(new ConsumerOffset.Query("g", "T", 0, null)));
        assertThat(ConsumerOffset.QUERY.decodeResponse(stored).offset()).as("the consumers store theirs").isEqualTo(2);
    }

    @Test
    void withoutForceConsumersAreMovedBackOnly() throws Exception {
        broker.close();
        start(false);
        for (int queueId = 0; queueId < 4; queueId++) {
            store(queueId, queueId == 0 ? 2 : 0);
        }
        member("c1", Language.JAVA, 401);
        String forward = new String(reset("g", "T", -1, false).bodyBytes(), StandardCharsets.UTF_8);
        assertThat(forward).contains("\"queueId\":0,\"topic\":\"T\"}:2");
        String forced = new String(reset("g", "T", -1, true).bodyBytes(), StandardCharsets.UTF_8);
        assertThat(forced).contains("\"queueId\":0,\"topic\":\"T\"}:6");
    }

    @Test
    void saysWhyConsumersCannotBeMoved() throws Exception {
        broker.close();
        start(false);
        Command answer = reset("g", "Nowhere", 0, true);
        assertThat(answer.code()).isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        assertThat(answer.remark())
                .isEqualTo("[reset-offset] reset offset failed, no topic in this broker. topic=Nowhere");
        answer = reset("nobody", "T", 0, true);
        assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(answer.remark()).isEqualTo("THe consumer group <nobody> not exist");
        for (int queueId = 0; queueId < 4; queueId++) {
            store(queueId, 0);
        }
        answer = reset("g", "T", 5, true);
        assertThat(answer.code()).isEqualTo(ResponseCode.CONSUMER_NOT_ONLINE);
        assertThat(answer.remark())
                .isEqualTo("Consumer not online, so can not reset offset, Group: g Topic: T Timestamp: 5");
        member("old", Language.JAVA, 20);
        answer = reset("g", "T", 0, true);
        assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(answer.remark()).startsWith("the client does not support this feature. version=");
    }
}
