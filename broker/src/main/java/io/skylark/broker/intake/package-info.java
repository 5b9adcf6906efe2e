/// The way of every single message into the log, whoever makes it: a send, a retry, a reply.
///
/// Entry class: [Intake]. What is to be seen at once becomes a message entry; what is to wait becomes an entry of the table
/// that takes it ([Parking]), and gets into its queue later.
@NullMarked
package io.skylark.broker.intake;

import org.jspecify.annotations.NullMarked;
