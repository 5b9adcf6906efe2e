/// Consumer offsets and queue bounds. Entry class: [OffsetHandlers], on the event loops.
@NullMarked
package io.skylark.broker.offset;

import org.jspecify.annotations.NullMarked;
