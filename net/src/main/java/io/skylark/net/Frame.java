package io.skylark.net;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The bytes of one request, counted against its connection's limit until they are released.
final class Frame {
    private final Connection connection;
    private final AtomicReference<@Nullable ByteBuf> bytes;

    Frame(Connection connection, ByteBuf bytes) {
        this.connection = connection;
        this.bytes = new AtomicReference<>(bytes);
        connection.inFlight(bytes.capacity());
    }

    void release() {
        ByteBuf held = bytes.getAndSet(null);
        if (held != null) {
            int size = held.capacity();
            held.release();
            connection.inFlight(-size);
        }
    }
}
