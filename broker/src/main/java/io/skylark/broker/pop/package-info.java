/// Pop consumption: the broker hands messages out for a while, and takes acknowledgements one by one.
///
/// What is done (acknowledged, or never wanted) is durable: [PopTable], a fold over the log. Who holds what until when
/// is memory: [PopQueue], guarded by its own monitor. Entry classes: [PopHandler], [AckHandler], on the event loops.
@NullMarked
package io.skylark.broker.pop;

import org.jspecify.annotations.NullMarked;
