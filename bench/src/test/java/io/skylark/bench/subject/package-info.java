/// Tests of clients under load.
@NullMarked
package io.skylark.bench.subject;

import org.jspecify.annotations.NullMarked;
