package io.skylark.net;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The bytes of one request, counted against its connection's limit until they are released.
final class Frame {
    /// What a request costs besides its bytes: its header as objects. Without it, tiny requests would never be many.
    private static final int OVERHEAD_BYTES = 1024;

    private final ReadGate gate;
    private final AtomicReference<@Nullable ByteBuf> bytes;

    Frame(ReadGate gate, ByteBuf bytes) {
        this.gate = gate;
        this.bytes = new AtomicReference<>(bytes);
        gate.admit(cost(bytes));
    }

    void release() {
        ByteBuf held = bytes.getAndSet(null);
        if (held != null) {
            int cost = cost(held);
            held.release();
            gate.release(cost);
        }
    }

    private static int cost(ByteBuf bytes) {
        return OVERHEAD_BYTES + bytes.capacity();
    }
}
