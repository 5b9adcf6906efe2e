package io.skylark.broker.timer;

import io.skylark.broker.config.LiveConfig;
import io.skylark.broker.intake.Parking;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.TableLog;
import io.skylark.broker.table.TopicTable;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.Storage;
import io.skylark.net.Router;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/// The messages that are to be seen later, wired.
///
/// Life: the constructor registers the table, [#start] comes after the replay, [#close] before the log is closed.
public final class Timers implements AutoCloseable {
    private final Storage storage;
    private final RunFolder folder;
    private final PendingTimers pending;
    private final TimerParking parking;
    private final RecallHandler recall;
    private final WaitingHandler waiting;
    private final TimerFiring firing;
    private final TimerThread thread;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("timer-writer").daemon().factory());
    private volatile boolean started;

    /// @param storage opened, not started
    public Timers(
            LiveConfig config,
            Storage storage,
            TopicTable topics,
            Supplier<ReplicatedLog> log,
            Measures measures,
            InstantSource clock) {
        this.storage = storage;
        MessageStore messages = storage.messages();
        folder = new RunFolder(storage.disk());
        pending = new PendingTimers(PendingTimers.MAX_NEWEST, this::written, this::wake);
        pending.firstRunId(folder.firstFreeId());
        TimerTable table = new TimerTable(pending, folder);
        messages.register(TimerTable.TYPE, table);
        messages.register(TimerTable.STATE, table);
        storage.beforeExpiry(new TimerExpiry(pending, log));
        parking = new TimerParking(config, folder, measures, clock);
        recall = new RecallHandler(config, pending, messages, topics, new TableLog(log), clock);
        waiting = new WaitingHandler(config, pending, messages, clock);
        firing = new TimerFiring(pending, messages, topics, log, measures, clock, this::wake);
        thread = new TimerThread(pending, firing, this::writeRuns, clock);
    }

    /// Takes the messages that are to wait.
    public Parking parking() {
        return parking;
    }

    public void routes(Router.Builder routes) {
        recall.routes(routes);
        waiting.routes(routes);
    }

    /// How many messages wait.
    public long waiting() {
        return pending.size();
    }

    /// When the next one is due, ms; `Long.MAX_VALUE` for never. What is due already waits for room in the log.
    public long nextDue() {
        return pending.firstDue();
    }

    /// The log was replayed: from now on what is due is let into its queue.
    public void start() {
        LostRuns.find(folder, pending, storage.messages()::forEachEntry);
        started = true;
        writeRuns();
        thread.start();
    }

    private void wake() {
        if (started) {
            thread.wake();
        }
    }

    /// During the replay at once, so that memory stays small; on the log-applier later.
    private void written(Run run) {
        folder.add(run);
        if (started) {
            writeRuns();
        } else {
            folder.writeAll(pending);
        }
    }

    private void writeRuns() {
        if (folder.isEmpty()) {
            return;
        }
        try {
            writer.execute(() -> folder.writeAll(pending));
        } catch (RejectedExecutionException closed) {
            // what is not in a file is in the log
        }
    }

    @Override
    public void close() {
        thread.close();
        writer.shutdown();
    }
}
