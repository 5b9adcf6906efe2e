/// Our client and the official one on the same broker, in turn, each in a process of its own.
///
/// Entry class: [ClientComparison]. Everything runs on the thread that calls.
@NullMarked
package io.skylark.bench.clients;

import org.jspecify.annotations.NullMarked;
