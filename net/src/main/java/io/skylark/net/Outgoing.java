package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import org.jspecify.annotations.Nullable;

/// A frame on its way out: `body`, if there is one, takes the place of the command's own body and is owned here.
record Outgoing(Command command, SerializeType type, @Nullable ByteBuf body) {
    void discard() {
        if (body != null) {
            body.release();
        }
    }
}
