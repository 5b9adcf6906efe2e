package io.skylark.client.transport;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of bytes into frames. Many small frames are taken from one read; a large one is read into its own
/// array right away. Owned by one thread.
final class FrameReader {
    /// Room for a few dozen answers to sends, or a batch of messages.
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int LENGTH_BYTES = 4;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

    /// A frame of which the end has not come yet.
    private @Nullable ByteBuffer begun;

    FrameReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /// Reads once; call it when [#next()] has no more.
    ///
    /// @throws EOFException when the other side closed the connection
    void read() throws IOException {
        int read;
        if (begun != null) {
            read = channel.read(begun);
        } else {
            buffer.compact();
            read = channel.read(buffer);
            buffer.flip();
        }
        if (read < 0) {
            throw new EOFException("closed by the other side");
        }
    }

    /// The next frame that is there as a whole, or null. Its body is a view of an array of its own.
    ///
    /// @throws io.skylark.protocol.wire.ProtocolException when the bytes are no frame
    @Nullable Command next() {
        ByteBuffer frame = begun;
        if (frame == null) {
            if (buffer.remaining() < LENGTH_BYTES) {
                return null;
            }
            int length = buffer.getInt();
            CommandCodec.checkLength(length);
            frame = ByteBuffer.allocate(length);
            int there = Math.min(length, buffer.remaining());
            buffer.get(frame.array(), 0, there);
            frame.position(there);
        }
        if (frame.hasRemaining()) {
            begun = frame;
            return null;
        }
        begun = null;
        return CommandCodec.decode(frame.flip());
    }
}
