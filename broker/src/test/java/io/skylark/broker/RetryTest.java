package io.skylark.broker;

import io.skylark.log.LogConfig;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.store.Storage;
import io.skylark.message.OffsetMessageId;
import io.skylark.message.StoredMessage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.QueueLocks;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.SendBack;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// Send-back and dead letters through a whole broker, with a clock that is set.
@Timeout(60)
class RetryTest {
    private static final String RETRY = "%RETRY%g";
    private static final String DEAD = "%DLQ%g";

    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(Storage.open(folder, LogConfig.dev(), () -> now), RetentionConfig.STANDARD, () -> now);
        client = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Command sendBack(long position, int level, int maxTimes) {
        return ask(client, SendBack.API.request(new SendBack.Request(position, "g", level, null, "T", maxTimes)));
    }

    private long max(String topic) {
        Command answer = ask(client, QueueOffsets.MAX.request(new QueueOffsets.Queue(topic, 0)));
        return QueueOffsets.MAX.decodeResponse(answer).offset();
    }

    private StoredMessage message(String topic, long offset) {
        Command pulled = ask(client, pullRequest(topic, 0, offset, "*", Duration.ZERO));
        assertThat(pulled.code()).isZero();
        return StoredMessage.decode(ByteBuffer.wrap(pulled.bodyBytes()));
    }

    private static long position(SendMessage.Response sent) {
        return OffsetMessageId.decode(sent.msgId()).position();
    }

    @Test
    void bringsAMessageBackLaterEachTimeAndBuriesItInTheEnd() {
        SendMessage.Response sent = send(client, "T", 0, "x", "UNIQ_KEY\u0001U1\u0002");
        assertThat(sendBack(position(sent), 0, 1).code()).isZero();
        now = now.plusMillis(9_999);
        assertThat(max(RETRY)).isZero();
        now = now.plusMillis(1);
        Awaitility.await().until(() -> max(RETRY) == 1);
        StoredMessage again = message(RETRY, 0);
        assertThat(again.reconsumeTimes()).isEqualTo(1);
        assertThat(again.properties()).containsEntry("RETRY_TOPIC", "T").containsEntry("ORIGIN_MESSAGE_ID", sent.msgId())
                .containsEntry("UNIQ_KEY", "U1").containsEntry("DELAY", "3");
        assertThat(sendBack(again.position(), 0, 1).code()).isZero();
        StoredMessage dead = message(DEAD, 0);
        assertThat(dead.reconsumeTimes()).isEqualTo(2);
        assertThat(dead.properties()).containsEntry("RETRY_TOPIC", "T").containsEntry("ORIGIN_MESSAGE_ID", sent.msgId())
                .containsEntry("DLQ_ORIGIN_TOPIC", "T").containsEntry("DLQ_ORIGIN_MESSAGE_ID", "U1");
        assertThat(new String(dead.body(), StandardCharsets.UTF_8)).isEqualTo("x");
    }

    @Test
    void buriesAtOnceWhatTheConsumerGivesUp() {
        assertThat(sendBack(position(send(client, "T", 0, "x")), -1, 16).code()).isZero();
        assertThat(max(DEAD)).isEqualTo(1);
    }

    /// A message that waited for a time still says so, and must not wait for it again.
    @Test
    void buriesWhatWaitedForATimeAtOnce() {
        send(client, "T", 0, "x", "TIMER_DELAY_SEC\u00015\u0002");
        now = now.plusSeconds(5);
        Awaitility.await().until(() -> max("T") == 1);
        assertThat(sendBack(message("T", 0).position(), -1, 16).code()).isZero();
        assertThat(max(DEAD)).isEqualTo(1);
    }

    @Test
    void refusesToBringBackWhatItDoesNotHave() {
        send(client, "T", 0, "x");
        Command answer = sendBack(12_345, 0, 16);
        assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(answer.remark()).isEqualTo("look message by offset failed, 12345");
    }

    @Test
    void keepsARetryThatTheClientSendsItselfAndBuriesItWhenThereWereTooMany() {
        assertThat(ask(client, retry(3, 3, 3)).code()).isZero();
        now = now.plusSeconds(10);
        Awaitility.await().until(() -> max(RETRY) == 1);
        assertThat(message(RETRY, 0).reconsumeTimes()).isEqualTo(3);
        assertThat(ask(client, retry(4, 3, 7)).code()).isZero();
        assertThat(max(DEAD)).isEqualTo(1);
        assertThat(message(DEAD, 0).properties()).containsEntry("RETRY_TOPIC", "T").containsEntry("DELAY", "-1")
                .containsEntry("DLQ_ORIGIN_TOPIC", "T").containsEntry("DLQ_ORIGIN_MESSAGE_ID", "U1");
    }

    /// The message of a consumer in order has been tried in its queue as often as it should be.
    @Test
    void buriesAtOnceWhatAnOrderedGroupSendsToItsRetryTopic() {
        order(QueueLocks.LOCK.code());
        assertThat(ask(client, retry(0, 3, 3)).code()).isZero();
        assertThat(max(DEAD)).isEqualTo(1);
        order(QueueLocks.UNLOCK.code());
        assertThat(ask(client, retry(0, 3, 0)).code()).isZero();
        assertThat(max(DEAD)).isEqualTo(1);
        assertThat(max(RETRY)).isEqualTo(1);
    }

    private void order(int code) {
        QueueLocks.Request request =
                new QueueLocks.Request("c1", "g", Set.of(new MessageQueue("T", "broker-a", 0)), false);
        Command command = Command.request(code, 0, Map.of(), ByteBuffer.wrap(Json.encode(request)));
        assertThat(ask(client, command).code()).isZero();
    }

    private static Command retry(int times, int maxTimes, int level) {
        return SendMessage.API.request(
                new SendMessage.Request(
                        "pg", RETRY, "TBW102", 4, 0, 0, 1_700_000_000_000L, 0,
                        "RETRY_TOPIC\u0001T\u0002UNIQ_KEY\u0001U1\u0002DELAY\u0001" + level + "\u0002",
                        times, false, maxTimes, false, "broker-a"),
                ByteBuffer.wrap(new byte[] {1}));
    }
}
