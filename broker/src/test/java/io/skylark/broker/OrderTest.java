package io.skylark.broker;

import io.skylark.log.LogConfig;
import io.skylark.log.retention.RetentionConfig;
import io.skylark.log.store.Storage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.QueueLocks;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static org.assertj.core.api.Assertions.assertThat;

/// Locks of queues through a whole broker.
@Timeout(60)
class OrderTest {
    private static final MessageQueue FIRST = new MessageQueue("T", "broker-a", 0);
    private static final MessageQueue SECOND = new MessageQueue("T", "broker-a", 1);

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

    private Command request(int code, String clientId, MessageQueue... queues) {
        QueueLocks.Request wanted = new QueueLocks.Request(clientId, "g", Set.of(queues), false);
        return ask(client, Command.request(code, 0, Map.of(), ByteBuffer.wrap(Json.encode(wanted))));
    }

    private Set<MessageQueue> lock(String clientId, MessageQueue... queues) {
        Command answer = request(QueueLocks.LOCK.code(), clientId, queues);
        assertThat(answer.code()).as(answer.remark()).isZero();
        return Json.decode(answer.body(), QueueLocks.Locked.class).lockOKMQSet();
    }

    @Test
    void aRestartDoesNotGiveAQueueToASecondConsumer() throws IOException {
        assertThat(lock("c1", FIRST, SECOND)).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(request(QueueLocks.UNLOCK.code(), "c1", SECOND).code()).isZero();
        now = now.plusSeconds(300);
        broker.close();
        start();
        assertThat(lock("c2", FIRST, SECOND)).containsExactly(SECOND);
        assertThat(lock("c1", FIRST, SECOND)).containsExactly(FIRST);
        now = now.plusSeconds(61);
        assertThat(lock("c2", FIRST)).containsExactly(FIRST);
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThat(request(QueueLocks.LOCK.code(), "c".repeat(2_000), FIRST).code())
                .isEqualTo(ResponseCode.INVALID_PARAMETER);
        assertThat(request(QueueLocks.LOCK.code(), "", FIRST).code()).isEqualTo(ResponseCode.INVALID_PARAMETER);
    }
}
