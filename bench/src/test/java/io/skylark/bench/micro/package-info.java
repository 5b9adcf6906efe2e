/// Micro benchmarks of what a server does for every message, run by hand with [Micro]: they are no tests.
///
/// Entry class: [Micro]. JMH owns the threads.
@NullMarked
package io.skylark.bench.micro;

import org.jspecify.annotations.NullMarked;
