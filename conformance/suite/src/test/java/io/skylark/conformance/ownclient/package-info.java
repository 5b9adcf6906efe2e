/// What our own client does with either server, and what it does when they fail.
///
/// Entry: the scenarios, whose names end in `Test`; [Own] makes clients and what they are used with. Used by the thread
/// of a scenario; what is received comes on the client's threads.
@NullMarked
package io.skylark.conformance.ownclient;

import org.jspecify.annotations.NullMarked;
