/// What the broker counts while it works, and what it was a minute, an hour, a day ago. Features count here; conversations
/// and the console read.
///
/// Entry class: [Measures]. Shared: counters are added to by any thread, without a lock and without an allocation; windows
/// are guarded by their monitors and change when the broker's timer samples.
///
/// What somebody else counts anyway is read there when it is asked for: messages and bytes of topics by the log
/// (`TopicVolume`), times of requests by the network (`RpcTimes`).
@NullMarked
package io.skylark.broker.measure;

import org.jspecify.annotations.NullMarked;
