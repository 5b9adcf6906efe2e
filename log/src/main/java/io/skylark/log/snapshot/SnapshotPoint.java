package io.skylark.log.snapshot;

/// Which point of the log a snapshot stands for.
///
/// @param position the tables are as the entries before it have made them
/// @param tailPosition the segments before it are sealed, and the queues are as they were there; at most `position`
/// @param lastIndex index of the last entry before `position`, 0 for none
/// @param lastTime its time, ms
public record SnapshotPoint(long position, long tailPosition, long lastIndex, long lastTerm, long lastTime) {}
