/// The commands: load against any server of the protocol, and the comparison of servers side by side.
///
/// Entry classes: [Compare], [Bench]. Everything runs on the thread that calls.
@NullMarked
package io.skylark.bench;

import org.jspecify.annotations.NullMarked;
