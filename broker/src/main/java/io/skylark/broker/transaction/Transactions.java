package io.skylark.broker.transaction;

import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.intake.Parking;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.registry.ProducerRegistry;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicCreation;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.Storage;
import io.skylark.net.Router;
import io.skylark.protocol.api.EndTransaction;
import io.skylark.protocol.api.OpenTransactions;
import io.skylark.protocol.api.ResumeCheck;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The feature, wired: what the broker needs of it.
public final class Transactions {
    private final TransactionTable table = new TransactionTable();
    private final HalfParking parking;
    private final TransactionHandlers handlers;
    private final ResumeHandler resume;
    private final OpenHandler list;
    private final CheckBack checkBack;

    /// Registers its table with the storage, which must not be started yet.
    public Transactions(
            LiveConfig config,
            Storage storage,
            Supplier<ReplicatedLog> log,
            TableLog tableLog,
            TopicTable topics,
            TopicCreation creation,
            ProducerRegistry producers,
            Measures measures,
            InstantSource clock) {
        storage.messages().register(TransactionTable.HALF, table);
        storage.messages().register(TransactionTable.STATE, table);
        storage.beforeExpiry(new TakeAlong(table, storage.messages(), log));
        Decisions decisions = new Decisions(tableLog, log, storage.messages(), measures, clock);
        parking = new HalfParking(() -> config.now().transactions(), table, measures);
        handlers = new TransactionHandlers(table, topics, decisions, clock);
        resume = new ResumeHandler(table, tableLog, storage.messages(), topics, parking, log);
        list = new OpenHandler(table, decisions, clock);
        checkBack = new CheckBack(config, table, decisions, tableLog, topics, creation, producers, clock);
    }

    /// Takes half messages.
    public Parking parking() {
        return parking;
    }

    public void routes(Router.Builder routes) {
        routes.blocking(EndTransaction.API.code(), handlers::end);
        routes.blocking(ResumeCheck.API.code(), resume::resume);
        routes.blocking(OpenTransactions.API.code(), list::list);
    }

    /// Asks producers that have not decided; to be called every [io.skylark.broker.config.TransactionConfig#checkInterval].
    /// May block.
    public void checkBack() {
        checkBack.round();
    }

    /// How many transactions wait for their decision.
    public int open() {
        return table.size();
    }
}
