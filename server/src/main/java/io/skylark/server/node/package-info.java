/// Parts of a process, from settings to something that listens, and back. Entry class: [BrokerNode].
///
/// Started on the main thread, closed in the shutdown hook.
@NullMarked
package io.skylark.server.node;

import org.jspecify.annotations.NullMarked;
