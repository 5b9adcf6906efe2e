/// Micro benchmarks of codecs, run by hand: see the README of this module.
@NullMarked
package io.skylark.bench.micro;

import org.jspecify.annotations.NullMarked;
