package io.skylark.broker.pop;

import io.skylark.broker.config.Identity;
import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.store.MessageStore;
import io.skylark.net.Router;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/// Pop consumption as a whole: what the broker wires, and what it does regularly.
public final class PopConsumption {
    private final PopService service;
    private final HeldPops held;
    private final PopHandler pops;
    private final AckHandler acks;

    /// @param inMemory whether the message at a position is recent enough to be read from memory
    /// @param coldReads threads that may wait for the disk
    public PopConsumption(
            LiveConfig config,
            Identity identity,
            TopicTable topics,
            GroupTable groups,
            OffsetTable offsets,
            PopTable table,
            MessageStore messages,
            TableLog log,
            Measures measures,
            PopFilters filters,
            LongPredicate inMemory,
            PopAlarm alarm,
            Executor coldReads,
            Supplier<Router> router) {
        service = new PopService(
                table, offsets, messages, log, () -> config.now().pops(), measures, config.now().brokerName(), inMemory);
        held = new HeldPops(service, alarm);
        service.wake(held);
        pops = new PopHandler(
                config, identity, topics, groups, service, held, filters, coldReads, router);
        acks = new AckHandler(topics, service);
    }

    public void routes(Router.Builder routes) {
        pops.routes(routes);
        acks.routes(routes);
    }

    /// How many pops and notifications wait.
    public int held() {
        return held.count();
    }

    /// Waits until groups that pop start again where somebody moved their offsets to; only on threads that may block.
    ///
    /// @throws io.skylark.net.RequestFailure when the log refuses it
    public void settle(String group, String topic, Collection<Integer> queueIds) {
        TableLog.await(CompletableFuture.allOf(queueIds.stream()
                .map(queueId -> service.settle(new PopKey(group, topic, queueId)))
                .toArray(CompletableFuture<?>[]::new)));
    }

    /// Regular work: brings to the log what nobody waits for. Completes when it is durable.
    public CompletableFuture<Void> flush() {
        return service.flush();
    }
}
