/// How a running process is administered: who may, and what of its configuration changes. Entry class: [Control].
///
/// Requests come on event loops and virtual threads, signals on a thread of the JVM; one change is made at a time.
@NullMarked
package io.skylark.server.control;

import org.jspecify.annotations.NullMarked;
