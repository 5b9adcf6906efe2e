/// Removes what nothing needs any more, on request. Entry class: [UpkeepHandlers], on virtual threads.
@NullMarked
package io.skylark.broker.upkeep;

import org.jspecify.annotations.NullMarked;
