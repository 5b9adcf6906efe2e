/// Servers as processes that a comparison starts, watches and stops.
///
/// Entry class: [Peer]. A thread for each process copies what it prints to a file; all else runs on the caller's.
@NullMarked
package io.skylark.bench.peer;

import org.jspecify.annotations.NullMarked;
