/// Words to the service manager that started a process: datagrams to a socket of this machine, which Java itself cannot
/// send.
///
/// Entry class: [NotifySocket]. An own event loop, for whoever is started by no service manager needs none.
@NullMarked
package io.skylark.net.notify;

import org.jspecify.annotations.NullMarked;
