/// Tests of the generator, against a broker in memory.
@NullMarked
package io.skylark.bench.load;

import org.jspecify.annotations.NullMarked;
