/// From files, environment and arguments to typed settings. No other package of the project reads them.
///
/// Entry class: [Configuration]. Runs on the main thread at the start, and under the lock of whoever changes the
/// configuration later.
@NullMarked
package io.skylark.server.config;

import org.jspecify.annotations.NullMarked;
