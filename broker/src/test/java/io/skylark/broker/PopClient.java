package io.skylark.broker;

import io.skylark.message.PropertyNames;
import io.skylark.message.StoredMessage;
import io.skylark.net.Connection;
import io.skylark.protocol.Command;
import io.skylark.protocol.api.AckMessage;
import io.skylark.protocol.api.PopMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

import static io.skylark.broker.RunningBroker.ask;

/// A consumer of a group that pops topic `T` by hand.
record PopClient(Connection connection, String group) {
    private static final long INVISIBLE_MILLIS = 60_000;
    private static final Duration LONG = Duration.ofMinutes(4);

    private Command request(int queueId, int most, Duration poll) {
        return PopMessage.API.request(new PopMessage.Request(
                group, "T", queueId, most, INVISIBLE_MILLIS, poll.toMillis(), 0, PopMessage.INIT_MIN, "TAG", "*", false,
                ""));
    }

    Command pop(int queueId, int most) {
        return ask(connection, request(queueId, most, Duration.ZERO));
    }

    CompletableFuture<Command> hold(int queueId) {
        return connection.call(request(queueId, 32, LONG), LONG);
    }

    CompletableFuture<Command> holdNotification(int queueId) {
        return connection.call(PopMessage.NOTIFICATION.request(new PopMessage.Notification(
                group, "T", queueId, LONG.toMillis(), 0, null, null, null, null)), LONG);
    }

    static List<StoredMessage> messages(Command popped) {
        return StoredMessage.decodeAll(ByteBuffer.wrap(popped.bodyBytes()));
    }

    /// The handle, as a client makes it or finds it.
    static String handle(Command popped, StoredMessage message) {
        String given = message.property(PropertyNames.POP_CHECKPOINT);
        PopMessage.Response header = PopMessage.API.decodeResponse(popped);
        return given != null ? given : message.queueOffset() + " " + header.popTime() + " " + header.invisibleTime()
                + " " + header.reviveQid() + " 0 broker-a " + message.queueId() + " " + message.queueOffset();
    }

    Command ack(Command popped, StoredMessage message) {
        return ask(connection, AckMessage.API.request(new AckMessage.Ack(
                group, "T", message.queueId(), handle(popped, message), message.queueOffset(), null)));
    }

    Command change(Command popped, StoredMessage message, long invisible, @Nullable Boolean suspend) {
        return ask(connection, AckMessage.CHANGE.request(new AckMessage.ChangeInvisibleTime(
                group, "T", message.queueId(), handle(popped, message), message.queueOffset(), invisible, null,
                suspend)));
    }
}
