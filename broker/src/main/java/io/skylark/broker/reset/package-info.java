/// Moves groups to other offsets. Entry class: [ResetHandlers], on virtual threads.
@NullMarked
package io.skylark.broker.reset;

import org.jspecify.annotations.NullMarked;
