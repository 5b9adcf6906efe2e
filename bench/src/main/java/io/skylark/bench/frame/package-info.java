/// Requests encoded once and patched in place, and answers read in place: what lets one thread keep a broker busy.
///
/// Entry classes: [FrameTemplate], [Answer]. Templates are immutable; an answer belongs to the thread that reads it.
@NullMarked
package io.skylark.bench.frame;

import org.jspecify.annotations.NullMarked;
