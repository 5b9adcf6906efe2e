/// Single calls to a name server or a broker: what a run prepares before the load begins.
///
/// Entry class: [ServerCalls]. Blocking, on the thread that calls.
@NullMarked
package io.skylark.bench.admin;

import org.jspecify.annotations.NullMarked;
