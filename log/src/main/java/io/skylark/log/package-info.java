/// The replicated log as the rest of the broker sees it: one sequence of entries, proposed from any thread, applied in
/// order on one.
///
/// Entry interface: [ReplicatedLog]. A request offers a [Proposal]; when its entry is durable, the [StateMachine]
/// applies it and the proposal hears the outcome. What lies below (`disk`, `segment`, `local`) and what is derived from
/// the log (`index`, `store`) are packages of their own; start reading at `store`, whose `Storage` wires them together.
@NullMarked
package io.skylark.log;

import org.jspecify.annotations.NullMarked;
