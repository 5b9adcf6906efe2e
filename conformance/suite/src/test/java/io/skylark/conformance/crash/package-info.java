/// The server process killed with SIGKILL under full load, again and again: nothing that was acknowledged may be
/// missing, nothing may be there twice or in another order.
///
/// Entry: [CrashTest]. [Sender]s fill the queues and write down in the [Journal], in this process, what was
/// acknowledged; [QueueContent] reads what is there, and the journal judges it.
@NullMarked
package io.skylark.conformance.crash;

import org.jspecify.annotations.NullMarked;
