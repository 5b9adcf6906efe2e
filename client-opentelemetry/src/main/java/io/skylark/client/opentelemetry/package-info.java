/// Traces of a client's producers and consumers for OpenTelemetry.
///
/// Entry class: [ClientTraces]. Shared by all threads.
@NullMarked
package io.skylark.client.opentelemetry;

import org.jspecify.annotations.NullMarked;
