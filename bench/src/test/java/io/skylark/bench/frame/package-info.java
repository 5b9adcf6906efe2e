/// Tests of frames that are patched and read in place.
@NullMarked
package io.skylark.bench.frame;

import org.jspecify.annotations.NullMarked;
