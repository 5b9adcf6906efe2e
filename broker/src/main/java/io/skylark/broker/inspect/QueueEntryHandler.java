package io.skylark.broker.inspect;

import io.skylark.broker.filter.SubscriptionFilters;
import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.log.index.LogQueue;
import io.skylark.log.index.MessageFilter;
import io.skylark.log.index.Run;
import io.skylark.log.index.TagFilter;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.ReadStatus;
import io.skylark.net.Exchange;
import io.skylark.net.RequestFailure;
import io.skylark.net.Router;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.QueueEntries;
import io.skylark.protocol.body.SubscriptionData;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows what the index of a queue says of its messages, and which of them a group wants. Runs on virtual threads: index and
/// messages may have to come from the disk.
public final class QueueEntryHandler {
    /// Entries of one answer at most.
    static final int MAX_ENTRIES = 1_024;

    private static final TagFilter NOTHING = tagHash -> false;

    private final ConsumerRegistry consumers;
    private final SubscriptionFilters filters;
    private final MessageStore messages;

    public QueueEntryHandler(ConsumerRegistry consumers, SubscriptionFilters filters, MessageStore messages) {
        this.consumers = consumers;
        this.filters = filters;
        this.messages = messages;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(QueueEntries.API.code(), this::show);
    }

    /// What a group wants, with what there is to say of it.
    private record Wanted(@Nullable SubscriptionData subscription, TagFilter filter, @Nullable String remark) {}

    private void show(Exchange exchange) {
        QueueEntries.Request request = QueueEntries.API.decodeRequest(exchange.request());
        String name = request.queueId() + "@" + request.topic();
        LogQueue queue = messages.findQueue(request.topic(), request.queueId());
        if (queue == null) {
            throw new RequestFailure(ResponseCode.SYSTEM_ERROR, name + " is not exist!");
        }
        long min = queue.minOffset();
        long max = queue.maxOffset();
        if (request.index() < min || request.index() >= max) {
            throw new RequestFailure(
                    ResponseCode.SYSTEM_ERROR,
                    "Index " + request.index() + " of " + name + " is not exist! It has " + min + " to " + (max - 1));
        }
        String group = request.consumerGroup();
        Wanted wanted = group == null || group.isBlank()
                ? new Wanted(null, NOTHING, null)
                : wanted(group, request.topic());
        long end = Math.min(max, request.index() + Math.clamp(request.count(), 0, MAX_ENTRIES));
        exchange.reply(QueueEntries.API.success(Empty.EMPTY).withBody(Json.encode(new QueueEntries.Found(
                wanted.subscription, wanted.remark, entries(queue, request.index(), end, wanted.filter), max, min))));
    }

    private Wanted wanted(String group, String topic) {
        OnlineGroup online = consumers.find(group);
        SubscriptionData subscription = online == null ? null : online.subscription(topic);
        if (subscription == null) {
            return new Wanted(null, NOTHING, group + "@" + topic + " is not online!");
        }
        try {
            TagFilter filter = filters.ofGroup(subscription);
            return new Wanted(subscription, filter, subscription.expressionType() + " " + subscription.subString());
        } catch (RequestFailure unusable) {
            return new Wanted(subscription, NOTHING, unusable.remark());
        }
    }

    private List<QueueEntries.Entry> entries(LogQueue queue, long from, long end, TagFilter filter) {
        List<QueueEntries.Entry> entries = new ArrayList<>();
        for (long offset = from; offset < end; offset++) {
            Run run = queue.run(offset);
            if (run == null) {
                continue; // expired just now
            }
            boolean lost = run.size(offset) == 0;
            entries.add(new QueueEntries.Entry(
                    run.position(offset), run.size(offset), run.tagHash(offset),
                    !lost && isWanted(queue, run, offset, filter),
                    lost ? "a repair of the log gave this message up" : null));
        }
        return entries;
    }

    private boolean isWanted(LogQueue queue, Run run, long offset, TagFilter filter) {
        return filter instanceof MessageFilter
                ? messages.read(queue, offset, offset + 1, 1, 1, filter, (source, at, size, found, position) -> {}).status()
                        == ReadStatus.FOUND
                : filter.matches(run.tagHash(offset));
    }
}
