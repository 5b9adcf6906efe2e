/// The name server: which brokers are there, and where the queues of each topic are.
///
/// Entry class: [NameServer]. Routes are answered on event loops without a lock; all else runs on virtual threads.
@NullMarked
package io.skylark.nameserver;

import org.jspecify.annotations.NullMarked;
