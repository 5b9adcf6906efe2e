/// Tests of the commands.
@NullMarked
package io.skylark.bench;

import org.jspecify.annotations.NullMarked;
