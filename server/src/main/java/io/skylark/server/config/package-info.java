/// From files, environment and arguments to typed settings. No other package of the project reads them.
///
/// Entry class: [Configuration]. Everything here runs once, on the main thread.
@NullMarked
package io.skylark.server.config;

import org.jspecify.annotations.NullMarked;
