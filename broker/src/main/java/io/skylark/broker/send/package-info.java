/// Stores messages. Entry class: [SendHandler], on the event loops.
@NullMarked
package io.skylark.broker.send;

import org.jspecify.annotations.NullMarked;
