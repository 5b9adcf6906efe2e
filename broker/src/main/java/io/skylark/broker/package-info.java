/// The broker: features on top of the log.
///
/// Entry class: [Broker], the only place that wires features, tables and registries together. `table` is durable state,
/// a fold over the log; `registry` is live state, gone with the process; every other package is one feature, and
/// features do not know each other.
@NullMarked
package io.skylark.broker;

import org.jspecify.annotations.NullMarked;
