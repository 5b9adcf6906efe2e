/// The metrics of a broker for Prometheus, under the names and with the labels that RocketMQ 5 exposes.
///
/// Entry class: [MetricsPage]. All names are in [Metric].
@NullMarked
package io.skylark.console.metrics;

import org.jspecify.annotations.NullMarked;
