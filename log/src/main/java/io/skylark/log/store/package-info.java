/// The message store: a log, the state machine that indexes its messages, and the ways to read them.
///
/// Entry class: [Storage] opens a folder; [MessageStore] is what the broker's features read. The log-applier writes,
/// any thread reads.
@NullMarked
package io.skylark.log.store;

import org.jspecify.annotations.NullMarked;
