/// Servers side by side: rows of work, each peer in turn, medians, one table.
///
/// Entry class: [Comparison]. Everything runs on the thread that calls.
@NullMarked
package io.skylark.bench.compare;

import org.jspecify.annotations.NullMarked;
