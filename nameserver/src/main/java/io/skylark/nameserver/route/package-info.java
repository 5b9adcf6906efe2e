/// Brokers and topics as they were registered, and how they are read.
///
/// Entry classes: [RouteTable] for changes, [RouteReader] for answers. Shared: one lock for changes, none for reading.
@NullMarked
package io.skylark.nameserver.route;

import org.jspecify.annotations.NullMarked;
