/// What the producers and consumers of one client share: its settings and name, connections, routes, heartbeats,
/// threads. Internal to the client.
///
/// Entry class: [ClientSession], which owns the threads.
@NullMarked
package io.skylark.client.session;

import org.jspecify.annotations.NullMarked;
