/// Measures of a client's producers and consumers for Micrometer.
///
/// Entry class: [ClientMeters]. Shared by all threads.
@NullMarked
package io.skylark.client.micrometer;

import org.jspecify.annotations.NullMarked;
