/// The log of a single node: three threads in a row, with memory between them and no hand-off per entry.
///
/// ```
/// propose ─► ProposalQueue ─► log-writer ─► rounds ─► log-flusher ─► committed ─► log-applier ─► applied()
///                             encodes       (memory)  writes, forces              state machine
/// ```
///
/// While the flusher waits for the disk, the writer fills the next round; when the disk is done, everything that has come
/// together goes out in one write and one force. Nobody polls and nothing waits for a timer, so a single entry takes one
/// force and no more.
///
/// Entry class: [LocalLog]. Each of [LogWriter], [LogFlusher] and [LogApplier] is the thread of its name; what they
/// share is in [Pipeline] and [Round].
@NullMarked
package io.skylark.log.local;

import org.jspecify.annotations.NullMarked;
