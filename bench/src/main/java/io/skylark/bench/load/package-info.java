/// The load generator: one thread drives any number of connections and measures what comes back.
///
/// Entry class: [LoadLoop]. Everything is owned by the thread that runs the loop.
@NullMarked
package io.skylark.bench.load;

import org.jspecify.annotations.NullMarked;
