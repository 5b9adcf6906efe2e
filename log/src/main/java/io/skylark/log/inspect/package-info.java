/// Looks at a store from outside, and mends one: what `skylark store verify`, `dump` and `repair` do.
///
/// Looking needs no lock and changes nothing, so it works beside a running broker: what was durable when it began must
/// be whole, and what lies behind that is being written. Mending needs the lock.
///
/// Entry classes: [StoreView], a folder read only; [Verification], [Dump] and [Repair]. Each runs on the thread that
/// calls it.
@NullMarked
package io.skylark.log.inspect;

import org.jspecify.annotations.NullMarked;
