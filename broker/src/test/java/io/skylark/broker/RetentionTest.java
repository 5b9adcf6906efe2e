package io.skylark.broker;

import io.skylark.log.LogConfig;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.store.Storage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.DeleteExpiredLog;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.Topics;
import io.skylark.protocol.header.Empty;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.bodies;
import static io.skylark.broker.RunningBroker.pullRequest;
import static org.assertj.core.api.Assertions.assertThat;

/// What clients see of expiry, with segments of 64 KiB and a clock that is set.
@Timeout(60)
class RetentionTest {
    private static final LogConfig CONFIG = new LogConfig(
            1 << 16, 1 << 14, 1 << 20, 1 << 13, 4, LogConfig.FlushMode.SYNC, Duration.ofMillis(5), 1 << 18,
            LogConfig.dev().reserve());
    private static final int MESSAGES = 300;
    private static final String FILLER = "-" + "x".repeat(1000);

    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private RunningBroker broker;
    private Connection client;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(Storage.open(folder, CONFIG, () -> now), RetentionConfig.STANDARD);
        client = broker.connect();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void send(String topic, int count) {
        for (int i = 0; i < count; i++) {
            RunningBroker.send(client, topic, 0, i + FILLER);
        }
    }

    private Command pull(String topic, long offset) {
        return ask(client, pullRequest(topic, 0, offset, "*", Duration.ZERO));
    }

    /// Asks for the first message until it is gone; the time-out of the test bounds it.
    private Command deleteUntilMoved(String topic) {
        while (true) {
            Command answer = ask(client, DeleteExpiredLog.API.request(Empty.EMPTY));
            assertThat(answer.code()).isEqualTo(ResponseCode.SUCCESS);
            assertThat(answer.remark()).isNull();
            Command pulled = pull(topic, 0);
            if (pulled.code() != ResponseCode.SUCCESS) {
                return pulled;
            }
        }
    }

    @Test
    void sendsAConsumerOfExpiredMessagesOnToTheOldestKeptOne() throws IOException {
        send("T", MESSAGES);
        now = now.plus(Duration.ofHours(60));
        send("T", MESSAGES);
        now = now.plus(Duration.ofHours(20));
        Command moved = deleteUntilMoved("T");
        assertThat(moved.code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        assertThat(moved.remark()).isEqualTo("OFFSET_TOO_SMALL");
        PullMessage.Response header = PullMessage.API.decodeResponse(moved);
        assertThat(header.minOffset()).isPositive().isLessThanOrEqualTo(MESSAGES);
        assertThat(header.nextBeginOffset()).isEqualTo(header.minOffset());
        assertThat(header.maxOffset()).isEqualTo(2 * MESSAGES);
        long next = header.nextBeginOffset();
        Command pulled = pull("T", next);
        while (pulled.code() == ResponseCode.PULL_OFFSET_MOVED) { // one more segment has gone meanwhile
            next = PullMessage.API.decodeResponse(pulled).nextBeginOffset();
            pulled = pull("T", next);
        }
        assertThat(next).isLessThanOrEqualTo(MESSAGES);
        assertThat(bodies(pulled).getFirst()).isEqualTo(next % MESSAGES + FILLER);
        broker.close();
        start();
        assertThat(pull("T", 0).code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        assertThat(bodies(pull("T", MESSAGES)).getFirst()).isEqualTo(0 + FILLER);
    }

    @Test
    void keepsMessagesAsLongAsTheirTopicSays() {
        create("SHORT", "+retention=1h");
        create("LONG", "+reserve.time=" + Duration.ofDays(30).toMillis());
        send("SHORT", 3);
        send("LONG", 3);
        send("T", MESSAGES);
        now = now.plus(Duration.ofMinutes(61));
        Command moved = deleteUntilMoved("SHORT");
        assertThat(PullMessage.API.decodeResponse(moved).nextBeginOffset()).isEqualTo(3);
        now = now.plus(Duration.ofDays(10));
        ask(client, DeleteExpiredLog.API.request(Empty.EMPTY));
        create("SHORT", "-retention");
        assertThat(bodies(pull("LONG", 0))).hasSize(3);
        assertThat(bodies(pull("T", 0))).isNotEmpty();
        create("LONG", "-reserve.time");
        deleteUntilMoved("LONG");
    }

    private void create(String topic, String attributes) {
        Command answer = ask(client, Topics.CREATE.request(
                new Topics.Create(topic, "TBW102", 4, 4, 6, "SINGLE_TAG", 0, false, attributes)));
        assertThat(answer.code()).as(answer.remark()).isEqualTo(ResponseCode.SUCCESS);
    }
}
