/// What the broker says of itself: the table that dashboards and exporters read, and the statistics of topics and groups.
///
/// Entry class: [RuntimeHandlers]. Figures are put together when they are asked for.
@NullMarked
package io.skylark.broker.runtime;

import org.jspecify.annotations.NullMarked;
