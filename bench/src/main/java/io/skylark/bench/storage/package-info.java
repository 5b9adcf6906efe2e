/// Measures the storage engine: its log against the bare disk, catching up warm and cold, the tail beside a cold
/// reader, recovery after SIGKILL, and very many queues.
///
/// Entry class: [StorageRun]. Rows run one after the other on the thread that calls; the log below them, and loads that
/// run beside each other, have threads of their own.
@NullMarked
package io.skylark.bench.storage;

import org.jspecify.annotations.NullMarked;
