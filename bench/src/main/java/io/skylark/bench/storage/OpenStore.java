package io.skylark.bench.storage;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.LogConfig;
import io.skylark.log.ReplicatedLog;
import io.skylark.log.StateMachine;
import io.skylark.log.TableSnapshot;
import io.skylark.log.store.MessageStore;
import io.skylark.log.store.Storage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// A store in this process: the engine without a broker around it. Changes of a broker's tables are passed over, and
/// are not in the snapshots that it leaves: no broker should be started on such a store again.
///
/// @param startTime of opening and recovering it
record OpenStore(Storage storage, ReplicatedLog log, Duration startTime) implements AutoCloseable {
    private static final StateMachine PASSED_OVER = new PassedOver();

    static OpenStore open(Path folder, LogConfig config, PrintStream progress) {
        long begin = System.nanoTime();
        Storage storage = Storage.open(folder, config, InstantSource.system());
        try {
            for (int code = EntryType.FIRST_TABLE_CODE; code <= EntryType.MAX_CODE; code++) {
                storage.messages().register(EntryType.table(code, "table " + code), PASSED_OVER);
            }
            // Whoever appends hears of it as well, as a refusal.
            ReplicatedLog log = storage.start(failure -> progress.println("the log failed: " + failure));
            return new OpenStore(storage, log, Duration.ofNanos(System.nanoTime() - begin));
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    MessageStore messages() {
        return storage.messages();
    }

    @Override
    public void close() {
        storage.close();
    }

    private static final class PassedOver implements StateMachine {
        @Override
        public long apply(EntryView entry) {
            return 0;
        }

        @Override
        public TableSnapshot snapshot() {
            return items -> {};
        }
    }
}
