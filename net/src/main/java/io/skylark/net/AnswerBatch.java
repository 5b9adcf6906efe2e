package io.skylark.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.skylark.protocol.view.AnswerWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Puts answers of one connection into one buffer, so that many of them are one write. Owned by its event loop.
final class AnswerBatch {
    private static final int BUFFER_BYTES = 32 << 10;

    private final Channel channel;
    private final AnswerWriter writer = new AnswerWriter();
    private @Nullable ByteBuf buffer;
    private @Nullable ByteBuffer target;

    AnswerBatch(Channel channel) {
        this.channel = channel;
    }

    void write(Answer answer) {
        ByteBuffer room = target;
        int maxBytes = answer.maxBytes();
        if (room == null || room.remaining() < maxBytes) {
            room = begin(Math.max(BUFFER_BYTES, maxBytes));
        }
        answer.writeTo(room, writer);
    }

    private ByteBuffer begin(int bytes) {
        end();
        ByteBuf next = channel.alloc().directBuffer(bytes, bytes);
        ByteBuffer room = next.nioBuffer(0, bytes);
        buffer = next;
        target = room;
        return room;
    }

    /// Hands what was written to the channel.
    void end() {
        ByteBuf written = buffer;
        ByteBuffer room = target;
        if (written != null && room != null) {
            channel.write(written.writerIndex(room.position()), channel.voidPromise());
        }
        buffer = null;
        target = null;
    }

    void discard() {
        if (buffer != null) {
            buffer.release();
        }
        buffer = null;
        target = null;
    }
}
