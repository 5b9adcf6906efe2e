/// Messages that a consumer could not process: they come again later in the group's retry topic, and in the end lie in its
/// dead-letter topic.
///
/// Entry class: [RetryHandlers]. Holds no state; on virtual threads and event loops.
@NullMarked
package io.skylark.broker.retry;

import org.jspecify.annotations.NullMarked;
