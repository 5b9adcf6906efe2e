/// Tests of figures and tables.
@NullMarked
package io.skylark.bench.compare;

import org.jspecify.annotations.NullMarked;
