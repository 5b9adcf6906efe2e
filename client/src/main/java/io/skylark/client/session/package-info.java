/// What the producers and consumers of one client share: its settings and name, connections, routes, heartbeats,
/// threads. Internal to the client, but for [ClientConfig].
///
/// Entry class: [ClientSession], which owns the threads.
@NullMarked
package io.skylark.client.session;

import org.jspecify.annotations.NullMarked;
