package io.skylark.broker;

import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
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

/// Pulls wait no longer than the connection that the answer is for.
class HeldPullsTest {
    /// Longer than a test may take: what ends a pull here is not its time.
    private static final Duration HOLD = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private RunningBroker broker;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void awaitHeld(int count) {
        Awaitility.await().atMost(RunningBroker.LIMIT).until(() -> broker.heldPulls() == count);
    }

    private static CompletableFuture<Command> hold(Connection client, int queueId, long offset) {
        return client.call(pullRequest("T", queueId, offset, "*", HOLD), HOLD);
    }

    @Test
    void areSentAwayWhenTheServerStops() {
        Connection client = broker.connect();
        send(client, "T", 0, "before");
        CompletableFuture<Command> waits = hold(client, 0, 1);
        awaitHeld(1);
        broker.close();
        // nothing but the pull told the broker what its client is
        assertThat(get(waits).code()).isIn(ResponseCode.GO_AWAY, ResponseCode.SERVICE_NOT_AVAILABLE);
        Awaitility.await().atMost(RunningBroker.LIMIT).until(() -> !client.isOpen());
    }

    @Test
    void areDroppedWhenTheirConnectionCloses() {
        Connection stays = broker.connect();
        send(stays, "T", 0, "before");
        ask(stays, pullRequest("T", 0, 0, "*", Duration.ZERO));
        CompletableFuture<Command> answered = hold(stays, 0, 1);
        awaitHeld(1);
        for (int round = 0; round < 3; round++) {
            Connection leaves = broker.connect();
            for (int queueId = 0; queueId < 4; queueId++) {
                CompletableFuture<Command> lost = hold(leaves, queueId, queueId == 0 ? 1 : 0);
                assertThat(lost).isNotDone();
            }
            awaitHeld(5);
            leaves.close();
            awaitHeld(1);
        }
        send(stays, "T", 0, "after");
        assertThat(bodies(get(answered))).containsExactly("after");
        awaitHeld(0);
    }
}
