package io.skylark.log.store;

import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;

/// One stored message, found by its position or by a key.
///
/// @param source shared and read-only; see [MessageSink]
public record FoundMessage(ByteBuffer source, int at, int size, long queueOffset, long position) {

    /// A copy that knows its queue offset and position, ready to be sent or decoded.
    public ByteBuffer copy() {
        ByteBuffer copy = ByteBuffer.allocate(size);
        copy.put(0, source, at, size);
        MessageLayout.place(copy, 0, queueOffset, position);
        return copy;
    }
}
