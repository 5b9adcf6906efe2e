package io.skylark.log.store;

import java.nio.ByteBuffer;

/// Receives the messages that a read found, in order.
@FunctionalInterface
public interface MessageSink {
    /// One stored message of `size` bytes at `at` in `source`. Its queue offset and position fields are not set in the
    /// file: copy the bytes, then `MessageLayout.place` them. The buffer is read-only, shared, and stays valid as long as
    /// it is reachable; read it with absolute methods only.
    void message(ByteBuffer source, int at, int size, long queueOffset, long position);
}
