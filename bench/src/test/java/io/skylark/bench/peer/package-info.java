/// Tests of what is read about processes.
@NullMarked
package io.skylark.bench.peer;

import org.jspecify.annotations.NullMarked;
