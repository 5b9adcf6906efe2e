/// The log of a single node: three threads in a row, with memory between them and no hand-off per entry.
///
/// ```
/// propose ─► ProposalQueue ─► log-writer ─► written ─► log-flusher ─► committed ─► log-applier ─► applied()
///                             encodes, writes          forces                     state machine
/// ```
///
/// While the flusher waits for the disk, the writer encodes and writes what goes into the next force. Nobody polls and nothing waits for a timer, so a single entry takes one
/// force and no more.
///
/// Entry class: [LocalLog]. Each of [LogWriter], [LogFlusher] and [LogApplier] is the thread of its name; what they
/// share is in [Pipeline] and [Round].
@NullMarked
package io.skylark.log.local;

import org.jspecify.annotations.NullMarked;
