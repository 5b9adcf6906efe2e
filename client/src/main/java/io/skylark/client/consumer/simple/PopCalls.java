package io.skylark.client.consumer.simple;

import io.skylark.client.consumer.Filter;
import io.skylark.client.error.RefusedException;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.ReceivedMessage;
import io.skylark.client.session.ClientSession;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.AckMessage;
import io.skylark.protocol.api.PopMessage;
import io.skylark.protocol.body.ConsumeFrom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// What a simple consumer asks of brokers. Results fail with a [SkylarkException]. Shared by all threads; nothing here
/// blocks.
final class PopCalls {
    /// How many messages a broker hands out at a time.
    static final int MAX_MESSAGES = 32;

    private static final int POLLING_FULL = 209;
    private static final int POLLING_TIMEOUT = 210;

    private static final Set<Integer> NOTHING =
            Set.of(ResponseCode.PULL_NOT_FOUND, POLLING_FULL, POLLING_TIMEOUT);

    private final ClientSession session;
    private final SimpleConfig config;
    private final String group;

    PopCalls(ClientSession session, SimpleConfig config) {
        this.session = session;
        this.config = config;
        this.group = config.group().group();
    }

    /// All queues of a topic at one broker.
    record Source(String topic, String brokerName) {}

    /// @param wait how long the broker holds the request when there is nothing
    CompletableFuture<List<ReceivedMessage>> pop(Source source, int max, Duration wait, Duration invisible) {
        Filter wanted = config.group().wanted(source.topic);
        boolean fromFirst = config.group().startFrom().where() == ConsumeFrom.CONSUME_FROM_FIRST_OFFSET;
        PopMessage.Request header = new PopMessage.Request(
                group, source.topic, PopMessage.ANY_QUEUE, Math.min(max, MAX_MESSAGES), invisible.toMillis(),
                wait.toMillis(), session.clock().millis(), fromFirst ? PopMessage.INIT_MIN : PopMessage.INIT_MAX,
                wanted.type(), wanted.text(), config.ordered(), null);
        return call(source.brokerName, PopMessage.API.request(header), wait).thenApply(answer -> {
            if (NOTHING.contains(answer.code())) {
                return List.of();
            }
            demand("Receiving from topic " + source.topic, answer, source.brokerName);
            return PopAnswer.messages(answer, group, source.brokerName);
        });
    }

    /// Whether there may be something to pop; held by the broker as long as there is not.
    CompletableFuture<Boolean> watch(Source source, Duration wait) {
        Filter wanted = config.group().wanted(source.topic);
        PopMessage.Notification header = new PopMessage.Notification(
                group, source.topic, PopMessage.ANY_QUEUE, wait.toMillis(), session.clock().millis(),
                config.ordered(), null, wanted.type(), wanted.text());
        return call(source.brokerName, PopMessage.NOTIFICATION.request(header), wait).thenApply(answer -> {
            if (NOTHING.contains(answer.code())) {
                return false;
            }
            demand("Waiting for topic " + source.topic, answer, source.brokerName);
            return PopMessage.NOTIFICATION.decodeResponse(answer).hasMsg();
        });
    }

    CompletableFuture<Void> ack(ReceivedMessage message) {
        PopHandle handle = PopHandle.of(message);
        AckMessage.Ack header = new AckMessage.Ack(
                group, handle.storedTopic(message.topic(), group), handle.queueId(), message.handle(),
                handle.offset(), null);
        return call(handle.brokerName(), AckMessage.API.request(header), Duration.ZERO).thenAccept(answer ->
                demand("Acknowledging message " + message.messageId(), answer, handle.brokerName()));
    }

    /// The answer of a broker to many acknowledgements, whatever its code.
    CompletableFuture<Command> ackAll(String brokerName, Command request) {
        return call(brokerName, request, Duration.ZERO);
    }

    /// Gives the message its new handle.
    CompletableFuture<Void> changeInvisible(ReceivedMessage message, Duration invisible) {
        PopHandle handle = PopHandle.of(message);
        AckMessage.ChangeInvisibleTime header = new AckMessage.ChangeInvisibleTime(
                group, handle.storedTopic(message.topic(), group), handle.queueId(), message.handle(),
                handle.offset(), invisible.toMillis(), null, null);
        return call(handle.brokerName(), AckMessage.CHANGE.request(header), Duration.ZERO).thenAccept(answer -> {
            String what = "Holding message " + message.messageId();
            if (answer.code() == ResponseCode.NO_MESSAGE) {
                throw RefusedException.because(what, handle.brokerName(), answer,
                        "its lease has ended, another worker may have the message",
                        "Hold it earlier, or take a longer invisibleFor");
            }
            demand(what, answer, handle.brokerName());
            AckMessage.Changed changed = AckMessage.CHANGE.decodeResponse(answer);
            message.renewHandle(handle.changed(changed.popTime(), changed.invisibleTime(), changed.reviveQid()).text());
        });
    }

    private CompletableFuture<Command> call(String brokerName, Command request, Duration wait) {
        try {
            return session.pool().callAsync(
                    session.routes().master(brokerName), request, session.config().requestTimeout().plus(wait));
        } catch (SkylarkException gone) {
            return CompletableFuture.failedFuture(gone);
        }
    }

    /// @throws RefusedException when the answer is not that of success
    static void demand(String what, Command answer, String brokerName) {
        if (answer.code() != ResponseCode.SUCCESS) {
            throw RefusedException.of(what, brokerName, answer);
        }
    }
}
