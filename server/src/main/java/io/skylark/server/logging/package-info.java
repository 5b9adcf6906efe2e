/// Where log lines of a process go, configured in code. Entry class: [LogOutput], on the main thread.
@NullMarked
package io.skylark.server.logging;

import org.jspecify.annotations.NullMarked;
