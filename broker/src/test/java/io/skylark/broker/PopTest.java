package io.skylark.broker;

import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.AckMessage;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.bodies;
import static io.skylark.broker.RunningBroker.get;
import static io.skylark.broker.RunningBroker.send;
import static org.assertj.core.api.Assertions.assertThat;

/// Pop consumption over a socket.
class PopTest {
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final long INVISIBLE = 60_000;

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

    private static Command popRequest(int queueId, int most, long invisible, Duration poll, boolean order, String attempt) {
        return PopMessage.API.request(new PopMessage.Request(
                "g", "T", queueId, most, invisible, poll.toMillis(), 0, PopMessage.INIT_MIN, "TAG", "*", order, attempt));
    }

    private Command pop(int queueId, int most, long invisible) {
        return ask(client, popRequest(queueId, most, invisible, Duration.ZERO, false, ""));
    }

    private Command popInOrder(String attempt, long invisible) {
        return ask(client, popRequest(0, 32, invisible, Duration.ZERO, true, attempt));
    }

    private CompletableFuture<Command> hold(Connection connection, int queueId, boolean order) {
        return connection.call(popRequest(queueId, 32, INVISIBLE, LONG, order, ""), LONG);
    }

    private static List<StoredMessage> messages(Command popped) {
        return StoredMessage.decodeAll(ByteBuffer.wrap(popped.bodyBytes()));
    }

    private static PopMessage.Response header(Command popped) {
        return PopMessage.API.decodeResponse(popped);
    }

    /// The handle, as a client makes it or finds it.
    private static String handle(Command popped, StoredMessage message) {
        String given = message.property(PropertyNames.POP_CHECKPOINT);
        PopMessage.Response header = header(popped);
        return given != null ? given : message.queueOffset() + " " + header.popTime() + " " + header.invisibleTime()
                + " " + header.reviveQid() + " 0 broker-a " + message.queueId() + " " + message.queueOffset();
    }

    private Command ack(Command popped, StoredMessage message) {
        return ask(client, AckMessage.API.request(new AckMessage.Ack(
                "g", "T", message.queueId(), handle(popped, message), message.queueOffset(), null)));
    }

    private Command change(Command popped, StoredMessage message, long invisible) {
        return ask(client, AckMessage.CHANGE.request(new AckMessage.ChangeInvisibleTime(
                "g", "T", message.queueId(), handle(popped, message), message.queueOffset(), invisible, null, null)));
    }

    private long storedOffset(int queueId) {
        Command answer = ask(client, ConsumerOffset.QUERY.request(
                new ConsumerOffset.Query("g", "T", queueId, false)));
        return answer.code() == 0 ? ConsumerOffset.QUERY.decodeResponse(answer).offset() : -1;
    }

    private static void sendAll(Connection connection, int queueId, String... bodies) {
        for (String body : bodies) {
            send(connection, "T", queueId, body);
        }
    }

    @Test
    void handsEachMessageOutOnceAndSaysWhereItLies() {
        sendAll(client, 1, "a", "b", "c");
        Command popped = pop(PopMessage.ANY_QUEUE, 2, INVISIBLE);
        assertThat(bodies(popped)).containsExactly("a", "b");
        PopMessage.Response header = header(popped);
        assertThat(header.startOffsetInfo()).isEqualTo("0 1 0");
        assertThat(header.msgOffsetInfo()).isEqualTo("0 1 0,1");
        assertThat(header.restNum()).isEqualTo(1);
        assertThat(header.invisibleTime()).isEqualTo(INVISIBLE);
        assertThat(bodies(pop(PopMessage.ANY_QUEUE, 2, INVISIBLE))).containsExactly("c");
        assertThat(pop(PopMessage.ANY_QUEUE, 2, INVISIBLE).code()).isEqualTo(ResponseCode.POLLING_TIMEOUT);
    }

    @Test
    void letsTheOffsetFollowWhatIsAcknowledgedWithoutAGap() {
        sendAll(client, 0, "a", "b", "c");
        Command popped = pop(0, 32, INVISIBLE);
        List<StoredMessage> messages = messages(popped);
        assertThat(ack(popped, messages.get(1)).code()).isZero();
        assertThat(storedOffset(0)).isZero();
        assertThat(ack(popped, messages.get(0)).code()).isZero();
        assertThat(storedOffset(0)).isEqualTo(2);
        assertThat(ack(popped, messages.get(2)).code()).isZero();
        assertThat(storedOffset(0)).isEqualTo(3);
    }

    @Test
    void bringsBackWhatWasNotAcknowledged() {
        sendAll(client, 0, "a", "b");
        Command first = pop(0, 32, 300);
        ack(first, messages(first).get(1));
        Command again = get(hold(client, 0, false));
        assertThat(bodies(again)).containsExactly("a");
        StoredMessage message = messages(again).getFirst();
        assertThat(message.reconsumeTimes()).isEqualTo(1);
        assertThat(message.property(PropertyNames.FIRST_POP_TIME)).isEqualTo(Long.toString(header(first).popTime()));
        assertThat(message.property(PropertyNames.POP_CHECKPOINT))
                .isEqualTo("0 " + header(again).popTime() + " " + INVISIBLE + " 0 0 broker-a 0 0");
        assertThat(message.property(PropertyNames.UNIQUE_KEY)).isNotNull();
        assertThat(ack(again, message).code()).isZero();
        assertThat(storedOffset(0)).isEqualTo(2);
    }

    @Test
    void afterARestartOnlyWhatWasNotAcknowledgedReturns() throws IOException {
        sendAll(client, 0, "a", "b", "c", "d", "e");
        Command popped = pop(0, 4, INVISIBLE);
        ack(popped, messages(popped).get(0));
        ack(popped, messages(popped).get(2));
        restart();
        assertThat(storedOffset(0)).isEqualTo(1);
        // held since before the restart
        assertThat(ack(popped, messages(popped).get(1)).code()).isZero();
        Command again = pop(0, 32, INVISIBLE);
        assertThat(bodies(again)).containsExactly("d", "e");
        messages(again).forEach(message -> ack(again, message));
        restart();
        assertThat(pop(0, 32, INVISIBLE).code()).isEqualTo(ResponseCode.POLLING_TIMEOUT);
        assertThat(storedOffset(0)).isEqualTo(5);
    }

    /// Clients derive another topic from the flag of a handle that they make for a retry topic: they are given one.
    @Test
    void popsARetryTopicByItsName() {
        send(client, "%RETRY%g", 0, "again");
        Command popped = ask(client, PopMessage.API.request(new PopMessage.Request(
                "g", "%RETRY%g", 0, 32, INVISIBLE, 0, 0, PopMessage.INIT_MAX, "TAG", "*", null, null)));
        assertThat(bodies(popped)).containsExactly("again");
        StoredMessage message = messages(popped).getFirst();
        assertThat(message.reconsumeTimes()).isZero();
        assertThat(message.property(PropertyNames.POP_CHECKPOINT)).endsWith(" 0 0 broker-a 0 0");
        assertThat(ask(client, AckMessage.API.request(new AckMessage.Ack(
                "g", "%RETRY%g", 0, handle(popped, message), 0, null))).code()).isZero();
    }

    @Test
    void changesTheTimeOfAMessage() {
        sendAll(client, 0, "a", "b");
        Command popped = pop(0, 32, INVISIBLE);
        List<StoredMessage> messages = messages(popped);
        Command changed = change(popped, messages.get(0), 200);
        assertThat(changed.code()).isZero();
        assertThat(AckMessage.CHANGE.decodeResponse(changed).invisibleTime()).isEqualTo(200);
        Command again = get(hold(client, 0, false));
        assertThat(bodies(again)).containsExactly("a");
        assertThat(change(popped, messages.get(0), INVISIBLE).code()).isEqualTo(ResponseCode.NO_MESSAGE);
        ack(popped, messages.get(1));
        assertThat(change(popped, messages.get(1), INVISIBLE).code()).isEqualTo(ResponseCode.NO_MESSAGE);
    }

    @Test
    void doesNotCountTheDeliveryAfterASuspension() {
        sendAll(client, 0, "a");
        Command popped = pop(0, 32, INVISIBLE);
        for (int suspension = 0; suspension < 2; suspension++) {
            StoredMessage message = messages(popped).getFirst();
            assertThat(message.reconsumeTimes()).isZero();
            assertThat(ask(client, AckMessage.CHANGE.request(new AckMessage.ChangeInvisibleTime(
                    "g", "T", 0, handle(popped, message), 0, 0, null, true))).code()).isZero();
            popped = pop(0, 32, INVISIBLE);
        }
        assertThat(change(popped, messages(popped).getFirst(), 0).code()).isZero();
        assertThat(messages(pop(0, 32, INVISIBLE)).getFirst().reconsumeTimes()).isEqualTo(1);
    }

    @Test
    void acknowledgesInBatches() {
        sendAll(client, 0, "a", "b", "c");
        Command popped = pop(0, 32, INVISIBLE);
        BitSet bits = new BitSet();
        bits.set(0);
        bits.set(2);
        AckMessage.BatchAck ack = new AckMessage.BatchAck(
                "g", "T", "0", 0, 0, 0, header(popped).popTime(), INVISIBLE,
                Base64.getEncoder().encodeToString(bits.toByteArray()));
        Command answer = ask(client, AckMessage.BATCH.request(
                Empty.EMPTY,
                ByteBuffer.wrap(Json.encode(new AckMessage.Batch("broker-a", List.of(ack))))));
        assertThat(answer.code()).isZero();
        assertThat(storedOffset(0)).isEqualTo(1);
        ack(popped, messages(popped).get(1));
        assertThat(storedOffset(0)).isEqualTo(3);
    }

    @Test
    void refusesHandlesAndOffsetsThatMakeNoSense() {
        sendAll(client, 0, "a");
        Command popped = pop(0, 32, INVISIBLE);
        StoredMessage message = messages(popped).getFirst();
        assertThat(ask(client, AckMessage.API.request(new AckMessage.Ack("g", "T", 0, "nonsense", 0, null))).code())
                .isEqualTo(ResponseCode.INVALID_PARAMETER);
        assertThat(ask(client, AckMessage.API.request(
                new AckMessage.Ack("g", "T", 0, handle(popped, message), 7, null))).code())
                .isEqualTo(ResponseCode.NO_MESSAGE);
        assertThat(ask(client, AckMessage.API.request(
                new AckMessage.Ack("g", "no-such-topic", 0, handle(popped, message), 0, null))).code())
                .isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
        assertThat(ask(client, AckMessage.API.request(
                new AckMessage.Ack("stranger", "T", 0, handle(popped, message), 0, null))).code())
                .isEqualTo(ResponseCode.NO_MESSAGE);
        assertThat(pop(0, 33, INVISIBLE).code()).isEqualTo(ResponseCode.INVALID_PARAMETER);
        assertThat(pop(99, 1, INVISIBLE).code()).isEqualTo(ResponseCode.INVALID_PARAMETER);
    }

    @Test
    void aHeldPopIsWokenByAMessageInAnyQueue() {
        sendAll(client, 0, "first");
        assertThat(bodies(pop(PopMessage.ANY_QUEUE, 32, INVISIBLE))).containsExactly("first");
        for (int queueId = 0; queueId < 4; queueId++) {
            CompletableFuture<Command> held = hold(client, PopMessage.ANY_QUEUE, false);
            awaitHeld(1);
            sendAll(client, queueId, "to " + queueId);
            assertThat(bodies(get(held))).containsExactly("to " + queueId);
        }
        awaitHeld(0);
    }

    private void awaitHeld(int count) {
        Awaitility.await().atMost(RunningBroker.LIMIT).until(() -> broker.heldPops() == count);
    }

    @Test
    void aHeldPopEndsWithItsTimeAndWithItsConnection() {
        sendAll(client, 0, "a");
        pop(0, 32, INVISIBLE);
        Command late = ask(client, popRequest(0, 32, INVISIBLE, Duration.ofMillis(200), false, ""));
        assertThat(late.code()).isEqualTo(ResponseCode.POLLING_TIMEOUT);
        Connection leaves = broker.connect();
        CompletableFuture<Command> lost = hold(leaves, 0, false);
        awaitHeld(1);
        leaves.close();
        awaitHeld(0);
        assertThat(lost).satisfiesAnyOf(
                future -> assertThat(future).isNotDone(), future -> assertThat(future).isCompletedExceptionally());
    }

    @Test
    void anOrderedQueueWaitsForAllThatWasHandedOut() {
        sendAll(client, 0, "a", "b");
        Command popped = popInOrder("one", INVISIBLE);
        assertThat(bodies(popped)).containsExactly("a", "b");
        assertThat(header(popped).reviveQid()).isEqualTo(PopMessage.ORDERED);
        sendAll(client, 0, "c");
        assertThat(popInOrder("two", INVISIBLE).code()).isEqualTo(ResponseCode.POLLING_TIMEOUT);
        Command again = popInOrder("one", INVISIBLE);
        assertThat(bodies(again)).containsExactly("a", "b", "c");
        assertThat(messages(again)).allSatisfy(message -> assertThat(message.reconsumeTimes()).isZero());
        sendAll(client, 0, "d");
        CompletableFuture<Command> held = hold(client, 0, true);
        awaitHeld(1);
        messages(again).forEach(message -> ack(again, message));
        assertThat(bodies(get(held))).containsExactly("d");
    }

    @Test
    void anOrderedQueueGoesOnWhenTheTimeIsOver() {
        sendAll(client, 0, "a", "b");
        Command popped = popInOrder("one", 300);
        ack(popped, messages(popped).get(1));
        Command again = get(hold(client, 0, true));
        assertThat(bodies(again)).containsExactly("a");
        assertThat(header(again).orderCountInfo()).isEqualTo("0 qo0%0 1;0 0 1");
    }

    @Test
    void startsAgainWhereSomebodyMovedTheOffset() {
        sendAll(client, 0, "a", "b", "c");
        Command popped = pop(0, 32, INVISIBLE);
        messages(popped).forEach(message -> ack(popped, message));
        ask(client, ConsumerOffset.UPDATE.request(new ConsumerOffset.Update("g", "T", 0, 1L)));
        Command again = get(hold(client, 0, false));
        assertThat(bodies(again)).containsExactly("b", "c");
        // from before: it must not take "b" away
        ack(popped, messages(popped).get(1));
        assertThat(storedOffset(0)).isEqualTo(1);
    }

    @Test
    void deliversOnlyMatchingTagsAndPassesOverTheOthers() {
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            send(client, "T", 0, "m" + i, "TAGS\u0001" + (i % 4 == 0 ? "A" : "B"));
            if (i % 4 == 0) {
                wanted.add("m" + i);
            }
        }
        Command popped = ask(client, PopMessage.API.request(new PopMessage.Request(
                "g", "T", 0, 32, INVISIBLE, 0, 0, PopMessage.INIT_MIN, "TAG", "A", null, null)));
        assertThat(bodies(popped)).isEqualTo(wanted);
        messages(popped).forEach(message -> ack(popped, message));
        Awaitility.await().atMost(RunningBroker.LIMIT).until(() -> storedOffset(0) == 20);
    }

    @Test
    void saysWhetherThereIsSomethingWithoutHandingItOut() {
        sendAll(client, 0, "a");
        assertThat(hasMessages(notified(Duration.ZERO, "new-group"))).isTrue();
        Command popped = pop(0, 32, INVISIBLE);
        assertThat(hasMessages(notified(Duration.ZERO, "g"))).isFalse();
        CompletableFuture<Command> held = client.call(notification(LONG, "g"), LONG);
        awaitHeld(1);
        sendAll(client, 0, "b");
        assertThat(hasMessages(get(held))).isTrue();
        Command peeked = ask(client, PopMessage.PEEK.request(new PopMessage.Peek("T", 0, 32, "g")));
        assertThat(bodies(peeked)).containsExactly("b");
        assertThat(bodies(pop(0, 32, INVISIBLE))).containsExactly("b");
        assertThat(ack(popped, messages(popped).getFirst()).code()).isZero();
    }

    private static Command notification(Duration poll, String group) {
        return PopMessage.NOTIFICATION.request(new PopMessage.Notification(
                group, "T", 0, poll.toMillis(), 0, null, null, null, null));
    }

    private Command notified(Duration poll, String group) {
        return ask(client, notification(poll, group));
    }

    private static boolean hasMessages(Command answer) {
        return PopMessage.NOTIFICATION.decodeResponse(answer).hasMsg();
    }
}
