/// What the official clients must be able to do. Each class is linked once per client version, against that version.
///
/// Written against the API of client 4.7.0; [Dialect] holds the few calls whose signature changed later. Scenarios
/// share one server and never a topic or a group. They wait for conditions, with the limits of [Limits], never for time.
@NullMarked
package io.skylark.conformance.scenario;

import org.jspecify.annotations.NullMarked;
