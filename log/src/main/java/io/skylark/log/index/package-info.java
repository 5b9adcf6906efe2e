/// What makes messages findable: the queues of each topic, and the keys.
///
/// Entry class: [LogQueue]. Written by the log-applier only (the starting thread during replay), read by any thread
/// without a lock.
@NullMarked
package io.skylark.log.index;

import org.jspecify.annotations.NullMarked;
