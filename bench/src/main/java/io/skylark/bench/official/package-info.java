/// The official client under load, in a process of its own.
///
/// Entry class: [OfficialSend], which must use nothing but the official client, HdrHistogram and the JDK: nothing else
/// of ours is on its class path. As many threads as asked for, each owns a histogram.
@NullMarked
package io.skylark.bench.official;

import org.jspecify.annotations.NullMarked;
