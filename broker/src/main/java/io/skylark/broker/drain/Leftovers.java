package io.skylark.broker.drain;

import io.skylark.broker.config.WriteGate;
import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.OnlineGroup;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.message.TopicNames;
import io.skylark.net.Exchange;
import io.skylark.net.Router;
import io.skylark.protocol.api.Remainder;
import io.skylark.protocol.header.Empty;
import io.skylark.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Counts what a broker still has to do: messages that groups have not consumed, transactions without a decision, messages
/// that wait for their time. A group counts in the topics in which it has offsets, whether it has members or not, except
/// where its members have ended their subscription. A broadcast group keeps its offsets itself and is not seen.
public final class Leftovers {
    /// Rows of one answer; the totals count all.
    private static final int MAX_LISTED = 1_000;

    private final WriteGate gate;
    private final TopicTable topics;
    private final GroupTable groups;
    private final OffsetTable offsets;
    private final ConsumerRegistry consumers;
    private final MessageStore messages;
    private final LongSupplier openTransactions;
    private final LongSupplier delayed;

    public Leftovers(
            WriteGate gate,
            TopicTable topics,
            GroupTable groups,
            OffsetTable offsets,
            ConsumerRegistry consumers,
            MessageStore messages,
            LongSupplier openTransactions,
            LongSupplier delayed) {
        this.gate = gate;
        this.topics = topics;
        this.groups = groups;
        this.offsets = offsets;
        this.consumers = consumers;
        this.messages = messages;
        this.openTransactions = openTransactions;
        this.delayed = delayed;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(Remainder.API.code(), this::answer);
    }

    private void answer(Exchange exchange) {
        exchange.reply(Remainder.API.success(Empty.EMPTY).withBody(Json.encode(count())));
    }

    /// Looks at every offset of every group: for who asks now and then.
    public Remainder.Left count() {
        List<Remainder.Behind> behind = new ArrayList<>();
        for (String topic : offsets.topics()) {
            if (!topics.isSystem(topic)) {
                inTopic(topic, behind);
            }
        }
        behind.sort(Comparator.comparingLong(Remainder.Behind::messages).reversed()
                .thenComparing(Remainder.Behind::group).thenComparing(Remainder.Behind::topic));
        return new Remainder.Left(
                gate.isOpen(),
                gate.shutsIn().map(Duration::toMillis).orElse(0L),
                behind.stream().mapToLong(Remainder.Behind::messages).sum(),
                behind.stream().filter(group -> group.members() > 0).mapToLong(Remainder.Behind::messages).sum(),
                openTransactions.getAsLong(),
                delayed.getAsLong(),
                List.copyOf(behind.subList(0, Math.min(MAX_LISTED, behind.size()))));
    }

    private void inTopic(String topic, List<Remainder.Behind> behind) {
        Map<String, Long> lags = new HashMap<>();
        offsets.visit(topic, (group, queueId, offset) -> {
            long next = Math.max(offset, messages.minOffset(topic, queueId));
            lags.merge(group, Math.max(0, messages.maxOffset(topic, queueId) - next), Long::sum);
        });
        lags.forEach((group, lag) -> {
            if (lag > 0 && !groups.isSystem(group) && groups.find(group) != null && isWanted(group, topic)) {
                OnlineGroup online = consumers.find(group);
                behind.add(new Remainder.Behind(group, topic, lag, online == null ? 0 : online.members().size()));
            }
        });
    }

    private boolean isWanted(String group, String topic) {
        OnlineGroup online = consumers.find(group);
        return online == null || online.subscriptions().isEmpty() || online.subscriptions().containsKey(topic)
                || TopicNames.isRetry(topic);
    }
}
