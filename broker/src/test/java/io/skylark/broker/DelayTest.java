package io.skylark.broker;

import io.skylark.log.LogConfig;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.store.Storage;
import io.skylark.message.StoredMessage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.DeleteExpiredLog;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.api.RecallMessage;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.header.Empty;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.bodies;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// Delayed messages through a whole broker, with segments of 64 KiB and a clock that is set.
@Timeout(60)
class DelayTest {
    private static final LogConfig CONFIG = new LogConfig(
            1 << 16, 1 << 14, 1 << 20, 1 << 13, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 1 << 18,
            LogConfig.dev().reserve());
    private static final String UNIQUE = "UNIQ_KEY\u0001U1\u0002";
    private static final String FILLER = "x".repeat(1000);

    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(Storage.open(folder, CONFIG, () -> now), RetentionConfig.STANDARD, () -> now);
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

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static String after(Duration delay) {
        return "TIMER_DELAY_MS\u0001" + delay.toMillis() + "\u0002" + UNIQUE;
    }

    private long max(String topic) {
        Command answer = ask(client, QueueOffsets.MAX.request(new QueueOffsets.Queue(topic, 0)));
        return QueueOffsets.MAX.decodeResponse(answer).offset();
    }

    private void awaitMax(String topic, long count) {
        Awaitility.await().until(() -> max(topic) == count);
    }

    private List<String> all(String topic) {
        return bodies(ask(client, pullRequest(topic, 0, 0, "*", Duration.ZERO)));
    }

    /// Nothing comes although a message that was due before it has: an order of events, not a wait.
    private void awaitSomethingDueNow() {
        long before = max("Other");
        send(client, "Other", 0, "now", "TIMER_DELAY_MS\u00011\u0002");
        pass(Duration.ofMillis(1));
        awaitMax("Other", before + 1);
    }

    @Test
    void deliversWhenItIsTimeAndNotBefore() {
        SendMessage.Response sent = send(client, "T", 0, "timed", after(Duration.ofMinutes(1)));
        assertThat(sent.transactionId()).isEqualTo("U1");
        pass(Duration.ofMinutes(1).minusMillis(2));
        awaitSomethingDueNow();
        assertThat(max("T")).isZero();
        pass(Duration.ofMillis(1));
        awaitMax("T", 1);
        Command pulled = ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO));
        StoredMessage message = StoredMessage.decode(ByteBuffer.wrap(pulled.bodyBytes()));
        assertThat(message.storeTime()).isEqualTo(now.toEpochMilli());
        assertThat(message.properties()).containsEntry("UNIQ_KEY", "U1")
                .containsEntry("TIMER_DELAY_MS", "60000").containsEntry("TIMER_OUT_MS", "" + now.toEpochMilli());
    }

    @Test
    void deliversByLevelsInTheOrderInWhichTheyAreDue() {
        send(client, "T", 0, "level 3", "DELAY\u00013\u0002");
        send(client, "T", 0, "level 99", "DELAY\u000199\u0002");
        send(client, "T", 0, "level 1", "DELAY\u00011\u0002TIMER_DELAY_SEC\u00011000\u0002");
        send(client, "T", 0, "at once", "DELAY\u00010\u0002");
        send(client, "T", 0, "past", "TIMER_DELIVER_MS\u00015\u0002");
        pass(Duration.ofSeconds(10));
        awaitMax("T", 4);
        assertThat(all("T")).containsExactly("at once", "past", "level 1", "level 3");
        pass(Duration.ofHours(2));
        awaitMax("T", 5);
        assertThat(all("T")).endsWith("level 99");
    }

    @Test
    void refusesWhatIsTooFarAwayOrNoTime() {
        send(client, "T", 0, "creates the topic");
        for (String property : List.of(
                after(Duration.ofDays(40).plusMillis(1)), "TIMER_DELAY_SEC\u0001x\u0002",
                "TIMER_DELAY_SEC\u00019223372036854775807\u0002")) {
            Command answer = ask(client, SendMessage.API.request(
                    RunningBroker.sendRequest("T", 0, property), ByteBuffer.allocate(1)));
            assertThat(answer.code()).isEqualTo(ResponseCode.MESSAGE_ILLEGAL);
            assertThat(answer.remark()).startsWith("timer message illegal, the delay time should not be bigger than");
        }
        send(client, "T", 0, "just right", after(Duration.ofDays(40)));
    }

    @Test
    void keepsWhatWaitsOverRestartsAndDeliversItOnce() throws IOException {
        send(client, "T", 0, "first", after(Duration.ofSeconds(10)));
        send(client, "T", 0, "second", after(Duration.ofSeconds(20)));
        restart();
        pass(Duration.ofSeconds(10));
        awaitMax("T", 1);
        restart();
        pass(Duration.ofSeconds(10));
        awaitMax("T", 2);
        restart();
        awaitSomethingDueNow();
        assertThat(all("T")).containsExactly("first", "second");
    }

    @Test
    void takesWhatWaitsOutOfSegmentsThatExpire() throws IOException {
        SendMessage.Response recalled = send(client, "T", 0, "recalled", after(Duration.ofDays(30)));
        send(client, "T", 0, "far", after(Duration.ofDays(30)).replace("U1", "U2"));
        for (int i = 0; i < 300; i++) {
            send(client, "Plain", 0, FILLER);
        }
        pass(Duration.ofDays(4));
        for (int i = 0; i < 300; i++) {
            send(client, "Plain", 0, FILLER);
        }
        Awaitility.await().until(() -> {
            ask(client, DeleteExpiredLog.API.request(Empty.EMPTY));
            return ask(client, pullRequest("Plain", 0, 0, "*", Duration.ZERO)).code()
                    == ResponseCode.PULL_OFFSET_MOVED;
        });
        restart();
        assertThat(recall("T", recalled.recallHandle()).code()).isZero();
        pass(Duration.ofDays(26));
        awaitMax("T", 1);
        awaitSomethingDueNow();
        assertThat(all("T")).containsExactly("far");
    }

    private Command recall(String topic, @Nullable String handle) {
        return ask(client, RecallMessage.API.request(
                new RecallMessage.Request("pg", topic, Objects.requireNonNull(handle))));
    }

    @Test
    void recallsWhatWaitsOnce() throws IOException {
        SendMessage.Response sent = send(client, "T", 0, "recalled", after(Duration.ofSeconds(10)));
        Command answer = recall("T", sent.recallHandle());
        assertThat(RecallMessage.API.decodeResponse(answer).msgId()).isEqualTo("U1");
        Command again = recall("T", sent.recallHandle());
        assertThat(again.code()).isEqualTo(ResponseCode.ILLEGAL_OPERATION);
        assertThat(again.remark()).isEqualTo("recall failed, no message of this handle waits");
        restart();
        pass(Duration.ofSeconds(10));
        awaitSomethingDueNow();
        assertThat(max("T")).isZero();
        assertThat(recall("T", sent.recallHandle()).remark()).isEqualTo("recall failed, timestamp invalid");
    }

    @Test
    void refusesToRecallWithABadHandle() {
        SendMessage.Response sent = send(client, "T", 0, "x", after(Duration.ofSeconds(10)));
        send(client, "Other", 0, "creates the topic");
        assertThat(recall("Other", sent.recallHandle()).remark()).isEqualTo("recall failed, topic not match");
        assertThat(recall("T", "***").remark()).isEqualTo("recall handle is invalid");
        assertThat(recall("T", "djE=").code()).isEqualTo(ResponseCode.ILLEGAL_OPERATION);
        assertThat(recall("No", sent.recallHandle()).remark())
                .isEqualTo("recall failed, the topic[No] not exist");
    }

    @Test
    void dropsWhatIsDueInATopicThatWasDeleted() {
        send(client, "T", 0, "x", after(Duration.ofSeconds(10)));
        ask(client, Topics.DELETE_IN_BROKER.request(new Topics.Delete("T", null)));
        pass(Duration.ofSeconds(10));
        awaitSomethingDueNow();
        send(client, "T", 0, "new");
        awaitSomethingDueNow();
        assertThat(all("T")).containsExactly("new");
    }

    @Test
    void holdsNothingBackWhenTheClockJumps() {
        send(client, "T", 0, "x", after(Duration.ofSeconds(10)));
        pass(Duration.ofDays(-1));
        awaitSomethingDueNow();
        assertThat(max("T")).isZero();
        pass(Duration.ofDays(2));
        awaitMax("T", 1);
        assertThat(PullMessage.API.decodeResponse(ask(client, pullRequest("T", 0, 0, "*", Duration.ZERO))).maxOffset())
                .isEqualTo(1);
    }
}
