/// Tests of single calls.
@NullMarked
package io.skylark.bench.admin;

import org.jspecify.annotations.NullMarked;
