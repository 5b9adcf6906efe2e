/// Connections to name servers and brokers: requests and their answers, requests of servers to this client, limits.
/// Internal to the client.
///
/// Entry class: [ConnectionPool]. Each connection has one reader thread that owns everything that comes in; any thread
/// may send. A timer thread, given from outside, expires requests and ends connections that are dead; [GiveUpThreads] bring
/// the failures.
@NullMarked
package io.skylark.client.transport;

import org.jspecify.annotations.NullMarked;
