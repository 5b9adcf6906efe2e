package io.skylark.broker.inspect;

import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.FoundMessage;
import io.skylark.log.store.MessageStore;
import io.skylark.message.MessageLayout;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.QueryMessage;
import io.skylark.protocol.api.ViewMessage;
import io.skylark.protocol.body.TopicConfig;
import io.skylark.protocol.header.Empty;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// Messages by id, by key and by tag. Runs on virtual threads: the messages may have to come from the disk.
public final class InspectHandlers {
    /// What one answer carries at most; the oldest messages beyond it are left out.
    private static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;

    /// Messages of one answer at most, and always this many when a client's message id is asked for.
    private static final int MAX_MESSAGES = 1_024;

    private static final int UNIQUE_KEY_MESSAGES = 32;

    private final TopicTable topics;
    private final MessageStore messages;
    private final TagSearch tags;
    private final LongSupplier indexedPosition;
    private final InstantSource clock;

    /// @param indexedPosition up to where messages can be found
    public InspectHandlers(
            TopicTable topics, MessageStore messages, LongSupplier indexedPosition, InstantSource clock) {
        this.topics = topics;
        this.messages = messages;
        this.tags = new TagSearch(messages);
        this.indexedPosition = indexedPosition;
        this.clock = clock;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(ViewMessage.API.code(), this::view);
        routes.blocking(QueryMessage.API.code(), this::query);
    }

    private void view(Exchange exchange) {
        long position = ViewMessage.API.decodeRequest(exchange.request()).offset();
        FoundMessage found = messages.message(position)
                .orElseThrow(() -> new RequestFailure(
                        ResponseCode.SYSTEM_ERROR, "can not find message by the offset, " + position));
        answer(exchange, ViewMessage.API.success(Empty.EMPTY), List.of(found));
    }

    private void query(Exchange exchange) {
        QueryMessage.Request request = QueryMessage.API.decodeRequest(exchange.request());
        boolean unique = Boolean.parseBoolean(exchange.request().field(QueryMessage.UNIQUE_KEY_FIELD));
        int max = unique ? UNIQUE_KEY_MESSAGES : Math.clamp(request.maxNum(), 1, MAX_MESSAGES);
        List<FoundMessage> found = QueryMessage.BY_TAG.equals(request.indexType())
                ? tags.newest(request.topic(), queues(request.topic()), request.key(), max, request.beginTimestamp(),
                        request.endTimestamp())
                : messages.query(
                        request.topic(), request.key(), max, request.beginTimestamp(), request.endTimestamp());
        if (found.isEmpty()) {
            throw new RequestFailure(
                    ResponseCode.QUERY_NOT_FOUND, "can not find message, maybe time range not correct");
        }
        Command response =
                QueryMessage.API.success(new QueryMessage.Response(clock.millis(), indexedPosition.getAsLong()));
        answer(exchange, response, newest(found));
    }

    private int queues(String name) {
        TopicConfig topic = topics.find(name);
        return topic == null ? 0 : Math.max(topic.readQueueNums(), topic.writeQueueNums());
    }

    private static List<FoundMessage> newest(List<FoundMessage> found) {
        List<FoundMessage> kept = new ArrayList<>();
        int bytes = 0;
        for (FoundMessage message : found.reversed()) {
            if (!kept.isEmpty() && bytes + message.size() > MAX_ANSWER_BYTES) {
                break;
            }
            bytes += message.size();
            kept.add(message);
        }
        return kept.reversed();
    }

    private static void answer(Exchange exchange, Command response, List<FoundMessage> found) {
        int bytes = found.stream().mapToInt(FoundMessage::size).sum();
        exchange.reply(response, bytes, target -> write(found, target));
    }

    private static void write(List<FoundMessage> found, ByteBuffer target) {
        int at = target.position();
        for (FoundMessage message : found) {
            target.put(at, message.source(), message.at(), message.size());
            MessageLayout.place(target, at, message.queueOffset(), message.position());
            at += message.size();
        }
    }
}
