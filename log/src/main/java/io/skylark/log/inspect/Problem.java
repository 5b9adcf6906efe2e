package io.skylark.log.inspect;

/// Something that keeps a store from being whole.
///
/// @param position in the log, or in the file when that is not a segment
public record Problem(long position, String text) {}
