package io.skylark.broker;

import io.skylark.message.OffsetMessageId;
import io.skylark.message.StoredMessage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.CheckTransaction;
import io.skylark.protocol.api.EndTransaction;
import io.skylark.protocol.api.Heartbeat;
import io.skylark.protocol.api.SendMessage;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static io.skylark.broker.RunningBroker.ask;
import static io.skylark.broker.RunningBroker.pullRequest;
import static io.skylark.broker.RunningBroker.sendRequest;

/// A producer of transactions, and a reader of what became of them.
record TransactionClient(RunningBroker broker, Connection connection) {
    static final String GROUP = "tx";

    /// A half message as the broker answered it.
    record Sent(long position, long ordinal) {}

    static Command half(String topic, String key, String more) {
        String properties =
                "TRAN_MSG\u0001true\u0002PGROUP\u0001" + GROUP + "\u0002UNIQ_KEY\u0001" + key + "\u0002" + more;
        return SendMessage.API.request(
                sendRequest(topic, 0, properties), ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8)));
    }

    static Sent sent(Command answer) {
        if (answer.code() != 0) {
            throw new AssertionError("a half message was answered " + answer.code() + " " + answer.remark());
        }
        SendMessage.Response response = SendMessage.API.decodeResponse(answer);
        return new Sent(OffsetMessageId.decode(response.msgId()).position(), response.queueOffset());
    }

    Sent send(String topic, String key, String more) {
        return sent(ask(connection, half(topic, key, more)));
    }

    static Command ending(Sent half, int ending) {
        return EndTransaction.API.request(new EndTransaction.Request(
                "T", GROUP, half.ordinal(), half.position(), ending, false, "id", "id"));
    }

    Command end(Sent half, int ending) {
        return ask(connection, ending(half, ending));
    }

    Command end(String group, long ordinal, long position, int ending, boolean asked) {
        return ask(connection, EndTransaction.API.request(
                new EndTransaction.Request("T", group, ordinal, position, ending, asked, "id", "id")));
    }

    void heartbeat() {
        byte[] body = Json.encode(new Heartbeat.Data(
                "c1", Set.of(new Heartbeat.Producer(GROUP)), Set.of(), 0, false));
        ask(connection, Heartbeat.API.request(Empty.EMPTY, ByteBuffer.wrap(body)));
    }

    /// The next question of the broker.
    Command question() throws InterruptedException {
        Command question = broker.notifications.poll(RunningBroker.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (question == null || question.code() != CheckTransaction.API.code()) {
            throw new AssertionError("expected a check of a transaction, not " + question);
        }
        return question;
    }

    /// Up to 32 messages of queue 0 from `offset` on.
    List<StoredMessage> read(String topic, long offset) {
        Command pulled = ask(connection, pullRequest(topic, 0, offset, "*", Duration.ZERO));
        return pulled.code() == 0 ? StoredMessage.decodeAll(ByteBuffer.wrap(pulled.bodyBytes())) : List.of();
    }

    /// The bodies of the first 32 messages.
    List<String> bodies(String topic) {
        return read(topic, 0).stream().map(message -> new String(message.body(), StandardCharsets.UTF_8)).toList();
    }
}
