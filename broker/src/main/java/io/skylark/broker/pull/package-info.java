/// Reads runs of messages, held while there are none. Entry class: [PullHandler], on the event loops.
@NullMarked
package io.skylark.broker.pull;

import org.jspecify.annotations.NullMarked;
