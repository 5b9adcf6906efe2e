/// Messages that are to be seen later: by delay level, and by time, to the millisecond.
///
/// Entry class: [Timers]. A delayed message is an entry [TimerTable#TYPE] of the log. What is pending is known as pairs of
/// due time and position ([PendingTimers]): the nearest and the newest in memory, the rest in sorted files ([RunFolder]). The
/// thread timer-firing lets what is due into its queue.
@NullMarked
package io.skylark.broker.timer;

import org.jspecify.annotations.NullMarked;
