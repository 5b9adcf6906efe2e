/// How long messages are kept, on request and by topic. Entry class: [RetentionHandlers], on event loops; what is deleted is
/// decided in the log.
@NullMarked
package io.skylark.broker.retention;

import org.jspecify.annotations.NullMarked;
