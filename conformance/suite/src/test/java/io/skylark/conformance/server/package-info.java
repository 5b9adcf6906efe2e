/// The server under test, as processes: started, stopped, killed, started again on the same data.
///
/// Entry: [Target], which says how the servers of Skylark and of Apache RocketMQ are launched; [Server] is one of them.
/// Used by the thread of the scenario that owns the server.
@NullMarked
package io.skylark.conformance.server;

import org.jspecify.annotations.NullMarked;
