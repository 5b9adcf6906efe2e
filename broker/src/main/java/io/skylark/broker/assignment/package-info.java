/// The broker decides who of a group consumes which queues, and whether by pull or by pop.
///
/// Entry class: [AssignmentHandlers], on virtual threads. What was configured is durable: [RequestModeTable].
@NullMarked
package io.skylark.broker.assignment;

import org.jspecify.annotations.NullMarked;
