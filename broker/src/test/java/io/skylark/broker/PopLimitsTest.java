package io.skylark.broker;

import io.skylark.broker.config.BrokerConfig;
import io.skylark.broker.config.PopLimits;
import io.skylark.log.LogConfig;
import io.skylark.log.store.Storage;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.PopMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.bodies;
import static io.skylark.broker.RunningBroker.get;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What pops are answered beyond each limit, over a socket.
@Timeout(60)
class PopLimitsTest {
    @TempDir
    Path folder;

    private RunningBroker broker;

    @BeforeEach
    void start() throws IOException {
        broker = new RunningBroker(folder);
    }

    private PopClient start(PopLimits limits) throws IOException {
        broker.close();
        broker = new RunningBroker(
                Storage.open(folder, LogConfig.dev(), InstantSource.system()),
                BrokerConfig.standard("broker-a", 0).withPops(limits), InstantSource.system());
        return new PopClient(broker.connect(), "g");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void awaitHeld(int count) {
        Awaitility.await().atMost(RunningBroker.LIMIT).until(() -> broker.heldPops() == count);
    }

    private static void sendAll(PopClient client, int queueId, int count) {
        for (int i = 0; i < count; i++) {
            send(client.connection(), "T", queueId, "m" + i);
        }
    }

    /// Begins all queues of the topic, of which nothing is left.
    private static void popEverything(PopClient client) {
        sendAll(client, 0, 1);
        Command popped = client.pop(PopMessage.ANY_QUEUE, 32);
        client.ack(popped, PopClient.messages(popped).getFirst());
    }

    @Test
    void saysThatTooManyWaitForAQueue() throws IOException {
        PopClient client = start(PopLimits.STANDARD.withHeld(2, 100));
        popEverything(client);
        client.hold(0);
        client.holdNotification(0);
        awaitHeld(2);
        assertThat(get(client.hold(0)).code()).isEqualTo(ResponseCode.POLLING_FULL);
        Command notified = get(client.holdNotification(0));
        assertThat(PopMessage.NOTIFICATION.decodeResponse(notified).pollingFull()).isTrue();
        CompletableFuture<Command> elsewhere = client.hold(1);
        CompletableFuture<Command> anywhere = client.hold(PopMessage.ANY_QUEUE);
        awaitHeld(4);
        sendAll(client, 1, 1);
        assertThat(bodies(get(elsewhere.applyToEither(anywhere, first -> first)))).containsExactly("m0");
    }

    @Test
    void saysThatTooManyWaitInAllAndGoesOnWhenSomeLeave() throws IOException {
        PopClient client = start(PopLimits.STANDARD.withHeld(100, 3));
        popEverything(client);
        PopClient leaves = new PopClient(broker.connect(), "g");
        leaves.hold(0);
        leaves.hold(1);
        leaves.hold(PopMessage.ANY_QUEUE);
        awaitHeld(3);
        for (int queueId = -1; queueId < 4; queueId++) {
            assertThat(get(client.hold(queueId)).code()).isEqualTo(ResponseCode.POLLING_FULL);
        }
        assertThat(client.pop(0, 32).code()).isEqualTo(ResponseCode.POLLING_TIMEOUT);
        leaves.connection().close();
        awaitHeld(0);
        CompletableFuture<Command> held = client.hold(0);
        awaitHeld(1);
        sendAll(client, 0, 1);
        assertThat(bodies(get(held))).containsExactly("m0");
        awaitHeld(0);
    }

    @Test
    void handsOutNoMoreOfAQueueThanAGroupMayHold() throws IOException {
        PopClient client = start(PopLimits.STANDARD.withInFlight(5, 100));
        sendAll(client, 0, 20);
        Command first = client.pop(0, 4);
        Command second = client.pop(0, 4);
        int held = PopClient.messages(first).size() + PopClient.messages(second).size();
        assertThat(held).isBetween(5, 8); // what one answer brings more is not taken back
        assertThat(client.pop(0, 4).code()).isEqualTo(ResponseCode.POLLING_TIMEOUT);
        // another group, and another queue, are not concerned
        assertThat(bodies(new PopClient(client.connection(), "other").pop(0, 4))).hasSize(4);
        sendAll(client, 1, 1);
        assertThat(bodies(client.pop(1, 4))).containsExactly("m0");
        CompletableFuture<Command> waits = client.hold(0);
        awaitHeld(1);
        PopClient.messages(first).forEach(message -> client.ack(first, message));
        assertThat(bodies(get(waits))).isNotEmpty().doesNotContain("m0", "m1", "m2", "m3");
    }

    @Test
    void refusesPopsWhenTooMuchIsHeldInAll() throws IOException {
        PopClient client = start(PopLimits.STANDARD.withInFlight(100, 6));
        sendAll(client, 0, 10);
        sendAll(client, 1, 10);
        Command first = client.pop(0, 6);
        assertThat(bodies(first)).hasSize(6);
        PopClient other = new PopClient(client.connection(), "other");
        for (Command refused : List.of(client.pop(0, 4), client.pop(1, 4), other.pop(0, 4), get(other.hold(1)))) {
            assertThat(refused.code()).isEqualTo(ResponseCode.SYSTEM_BUSY);
            assertThat(refused.remark()).contains("hold 6 messages").contains("popInflightMax");
        }
        List<StoredMessage> messages = new ArrayList<>(PopClient.messages(first));
        StoredMessage returned = messages.removeLast();
        assertThat(client.change(first, returned, 0, null).code()).isZero();
        assertThat(bodies(client.pop(0, 4))).as("what comes back").containsExactly("m5");
        messages.forEach(message -> assertThat(client.ack(first, message).code()).isZero());
        assertThat(bodies(other.pop(1, 4))).hasSize(4);
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> PopLimits.STANDARD.withInFlight(0, 1))
                .hasMessageContaining("popInflightMessageThreshold");
        assertThatThrownBy(() -> PopLimits.STANDARD.withInFlight(1, 0)).hasMessageContaining("popInflightMax");
        assertThatThrownBy(() -> PopLimits.STANDARD.withHeld(0, 1)).hasMessageContaining("popPollingSize");
        assertThatThrownBy(() -> PopLimits.STANDARD.withHeld(1, 0)).hasMessageContaining("maxPopPollingSize");
    }
}
