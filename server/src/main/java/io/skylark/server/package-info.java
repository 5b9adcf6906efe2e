/// The one wiring place: mains, configuration, signals.
///
/// Entry classes: [NameServerMain], [BrokerMain], [Skylark]. Everything here runs on the main thread or in the shutdown
/// hook.
@NullMarked
package io.skylark.server;

import org.jspecify.annotations.NullMarked;
