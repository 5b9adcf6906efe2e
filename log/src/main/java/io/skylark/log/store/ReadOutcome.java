package io.skylark.log.store;

/// What a read of a queue found.
///
/// @param nextOffset where to read next
/// @param count messages handed to the sink
/// @param bytes their stored size
public record ReadOutcome(ReadStatus status, long nextOffset, long minOffset, long maxOffset, int count, int bytes) {}
