package io.skylark.log.store;

import java.nio.ByteBuffer;

/// One entry of the log, found by its position.
///
/// @param time when it was appended, in ms
/// @param position of the first byte of the body
/// @param body shared and read-only, valid as long as it is reachable
public record StoredEntry(int typeCode, long time, long position, ByteBuffer body) {}
