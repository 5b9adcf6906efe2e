package io.skylark.net;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// The body of a request where the network left it, counted against its connection's limit until it is released. Handed
/// from thread to thread; released exactly once, by whoever has it last.
public final class HeldBody {
    /// What a request costs besides its body.
    private static final int OVERHEAD_BYTES = 512;

    private final ReadGate gate;
    private final ByteBuf bytes;
    private final int at;
    private final int size;

    HeldBody(ReadGate gate, ByteBuf bytes, int at, int size) {
        this.gate = gate;
        this.bytes = bytes;
        this.at = at;
        this.size = size;
        gate.admit(size + OVERHEAD_BYTES);
    }

    public int size() {
        return size;
    }

    /// Copies the body to the target's position, and moves it.
    public void copyTo(ByteBuffer target) {
        int limit = target.limit();
        bytes.getBytes(at, target.limit(target.position() + size));
        target.limit(limit);
    }

    /// The body from position to limit, valid until it is released.
    public ByteBuffer view() {
        return bytes.nioBuffer(at, size);
    }

    public void release() {
        bytes.release();
        gate.release(size + OVERHEAD_BYTES);
    }
}
