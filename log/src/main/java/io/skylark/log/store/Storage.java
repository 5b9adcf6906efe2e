package io.skylark.log.store;

import io.skylark.log.LogConfig;
import io.skylark.log.ReplicatedLog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/// A folder with a log in it, and the messages in that log. The only place that wires the parts of this module.
///
/// Life: [#open] locks the folder; tables are registered with [#messages()]; [#start] recovers, replays and accepts
/// proposals; [#close()] ends it.
@SuppressWarnings("DoNotCallSuggester") // announced here, written in the next commits
public final class Storage implements AutoCloseable {
    /// Opens the folder, makes it when it does not exist, and locks it.
    ///
    /// @throws io.skylark.log.disk.DiskException when the folder is in use by another process, cannot be written, or was
    ///         written by something else; the message is one sentence for the operator
    public static Storage open(Path folder, LogConfig config, InstantSource clock) {
        throw new UnsupportedOperationException("API only");
    }

    public MessageStore messages() {
        throw new UnsupportedOperationException("API only");
    }

    /// Checks the log, cuts a torn end, replays every entry, and starts the threads of the log.
    ///
    /// @param onFailure hears once when the log has failed for good, on a thread of the log
    /// @throws io.skylark.log.segment.CorruptLogException when entries that were durable are damaged
    public ReplicatedLog start(Consumer<Throwable> onFailure) {
        throw new UnsupportedOperationException("API only");
    }

    /// Closes the log and unlocks the folder.
    @Override
    public void close() {
        throw new UnsupportedOperationException("API only");
    }
}
