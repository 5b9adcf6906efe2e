package io.skylark.broker;

import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.config.WriteGate;
import io.skylark.broker.drain.Leftovers;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.pop.PopTable;
import io.skylark.broker.registration.Registrar;
import io.skylark.broker.registry.ConsumerRegistry;
import io.skylark.broker.registry.ProducerRegistry;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.OffsetTable;
import io.skylark.broker.table.TopicTable;
import io.skylark.broker.timer.Timers;
import io.skylark.broker.transaction.Transactions;
import io.skylark.log.LogRefusal;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.Storage;
import io.skylark.net.RpcTimes;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The inside of a broker, to be looked at and not to be changed.
///
/// @param log throws before it is started
/// @param coldReads pulls that wait for the disk
public record BrokerView(
        LiveConfig config,
        Storage storage,
        Supplier<ReplicatedLog> log,
        TopicTable topics,
        GroupTable groups,
        OffsetTable offsets,
        PopTable pops,
        ConsumerRegistry consumers,
        ProducerRegistry producers,
        Registrar registrar,
        Timers timers,
        Transactions transactions,
        Measures measures,
        RpcTimes times,
        IntSupplier coldReads,
        WriteGate gate,
        Leftovers leftovers) {

    /// Why the log has failed for good: the broker does not live any more then. Empty while it does.
    public Optional<String> failure() {
        return storage.refusal()
                .filter(refusal -> refusal.reason() == LogRefusal.Reason.FAILED)
                .map(LogRefusal::detail);
    }
}
