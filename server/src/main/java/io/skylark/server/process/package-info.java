/// Server processes of this machine, as the commands that look for them find them. Entry class: [ServerProcesses].
///
/// Short-lived: nothing is kept.
@NullMarked
package io.skylark.server.process;

import org.jspecify.annotations.NullMarked;
