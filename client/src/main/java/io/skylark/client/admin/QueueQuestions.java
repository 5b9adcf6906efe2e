package io.skylark.client.admin;

import io.skylark.client.error.RefusedException;
import io.skylark.client.error.UnreachableException;
import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.ConsumerOffset;
import io.skylark.protocol.api.PullMessage;
import io.skylark.protocol.api.QueueOffsets;
import io.skylark.protocol.body.MessageQueue;
import io.skylark.protocol.body.SubscriptionData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// What every broker can be asked of one queue, whatever its version.
final class QueueQuestions {
    /// A group every broker has, for tools; its offsets are not touched.
    private static final String GROUP = "TOOLS_CONSUMER";

    /// Messages of one pull.
    private static final int AT_ONCE = 32;

    private final Servers servers;
    private final Map<String, String> masters;

    /// @param masters addresses by broker name
    QueueQuestions(Servers servers, Map<String, String> masters) {
        this.servers = servers;
        this.masters = masters;
    }

    String address(MessageQueue queue) {
        String address = masters.get(queue.brokerName());
        if (address == null) {
            throw new UnreachableException("Broker " + queue.brokerName() + " has no master now", null,
                    "Is the broker running and registered?", null);
        }
        return address;
    }

    CompletableFuture<TopicQueue> state(MessageQueue queue) {
        return min(queue).thenCompose(min -> max(queue).thenCompose(max -> newest(queue, min, max)
                .thenApply(time -> new TopicQueue(queue, min, max, time))));
    }

    private CompletableFuture<Optional<Instant>> newest(MessageQueue queue, long min, long max) {
        return max > min ? storeTime(queue, max - 1) : CompletableFuture.completedFuture(Optional.empty());
    }

    CompletableFuture<QueueLag> lag(String group, MessageQueue queue) {
        return stored(group, queue).thenCompose(offset -> max(queue).thenCompose(max ->
                newest(queue, 0, offset.orElse(0)).thenApply(time -> new QueueLag(queue, max, offset, time))));
    }

    private CompletableFuture<Optional<Instant>> storeTime(MessageQueue queue, long offset) {
        return message(queue, offset)
                .thenApply(found -> found.map(message -> Instant.ofEpochMilli(message.storeTime())));
    }

    CompletableFuture<Long> min(MessageQueue queue) {
        Command request = QueueOffsets.MIN.request(new QueueOffsets.Queue(queue.topic(), queue.queueId()));
        return ask(queue, request, answer -> QueueOffsets.MIN.decodeResponse(answer).offset());
    }

    CompletableFuture<Long> max(MessageQueue queue) {
        Command request = QueueOffsets.MAX.request(new QueueOffsets.Queue(queue.topic(), queue.queueId()));
        return ask(queue, request, answer -> QueueOffsets.MAX.decodeResponse(answer).offset());
    }

    /// The offset of the first message stored at a time or later.
    CompletableFuture<Long> atTime(MessageQueue queue, long millis) {
        Command request = QueueOffsets.SEARCH.request(
                new QueueOffsets.ByTime(queue.topic(), queue.queueId(), millis, null));
        return ask(queue, request, answer -> QueueOffsets.SEARCH.decodeResponse(answer).offset());
    }

    private <T> CompletableFuture<T> ask(MessageQueue queue, Command request, Function<Command, T> meaning) {
        String server = address(queue);
        return servers.ask(server, request).thenApply(answer -> {
            if (answer.code() != ResponseCode.SUCCESS) {
                throw RefusedException.of("Looking at " + queue, server, request, answer);
            }
            return meaning.apply(answer);
        });
    }

    /// How far a group is; empty when it has no offset there.
    CompletableFuture<OptionalLong> stored(String group, MessageQueue queue) {
        String server = address(queue);
        Command request = ConsumerOffset.QUERY.request(
                new ConsumerOffset.Query(group, queue.topic(), queue.queueId(), false));
        return servers.ask(server, request).thenApply(answer -> switch (answer.code()) {
            case ResponseCode.SUCCESS -> OptionalLong.of(ConsumerOffset.QUERY.decodeResponse(answer).offset());
            case ResponseCode.QUERY_NOT_FOUND -> OptionalLong.empty();
            default -> throw RefusedException.of("The offset of group " + group, server, request, answer);
        });
    }

    /// The message at an offset; empty when there is none, or none any more.
    CompletableFuture<Optional<StoredMessage>> message(MessageQueue queue, long offset) {
        return pull(queue, offset, 1).thenApply(answer -> messages(answer).stream()
                .filter(message -> message.queueOffset() == offset)
                .findFirst());
    }

    /// The messages from an offset on; where that is gone, from the first behind it.
    CompletableFuture<List<StoredMessage>> messages(MessageQueue queue, long offset) {
        return pull(queue, offset, AT_ONCE).thenCompose(answer -> {
            if (answer.code() == ResponseCode.SUCCESS) {
                return CompletableFuture.completedFuture(messages(answer));
            }
            long next = PullMessage.API.decodeResponse(answer).nextBeginOffset();
            return next > offset
                    ? pull(queue, next, AT_ONCE).thenApply(QueueQuestions::messages)
                    : CompletableFuture.completedFuture(List.of());
        });
    }

    private CompletableFuture<Command> pull(MessageQueue queue, long offset, int max) {
        String server = address(queue);
        Command request = PullMessage.API.request(new PullMessage.Request(
                GROUP, queue.topic(), queue.queueId(), offset, max, PullMessage.FLAG_SUBSCRIPTION, 0, 0,
                SubscriptionData.SUB_ALL, 0L, SubscriptionData.TAG, null));
        return servers.ask(server, request).thenApply(answer -> switch (answer.code()) {
            case ResponseCode.SUCCESS, ResponseCode.PULL_NOT_FOUND, ResponseCode.PULL_RETRY_IMMEDIATELY,
                    ResponseCode.PULL_OFFSET_MOVED -> answer;
            default -> throw RefusedException.of("Reading from " + queue, server, request, answer);
        });
    }

    /// None unless the pull found some.
    private static List<StoredMessage> messages(Command answer) {
        return answer.code() == ResponseCode.SUCCESS
                ? StoredMessage.decodeAll(answer.body().duplicate())
                : List.of();
    }
}
