package io.skylark.client.transport;

import io.skylark.protocol.Command;
import io.skylark.protocol.CommandCodec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/// Cuts a stream of bytes into frames. Many small frames are taken from one read; a large one is read into its own
/// array right away. Owned by one thread.
final class FrameReader {
    /// Room for a few dozen answers to sends, or a batch of messages.
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int LENGTH_BYTES = 4;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

    FrameReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /// Blocks until a whole frame is there. Its body is a view of an array of its own.
    ///
    /// @throws EOFException when the other side closed the connection
    /// @throws io.skylark.protocol.wire.ProtocolException when the bytes are no frame
    Command next() throws IOException {
        while (buffer.remaining() < LENGTH_BYTES) {
            buffer.compact();
            int read = channel.read(buffer);
            buffer.flip();
            failAtEnd(read);
        }
        int length = buffer.getInt();
        CommandCodec.checkLength(length);
        byte[] frame = new byte[length];
        int there = Math.min(length, buffer.remaining());
        buffer.get(frame, 0, there);
        ByteBuffer rest = ByteBuffer.wrap(frame, there, length - there);
        while (rest.hasRemaining()) {
            failAtEnd(channel.read(rest));
        }
        return CommandCodec.decode(ByteBuffer.wrap(frame));
    }

    private static void failAtEnd(int read) throws EOFException {
        if (read < 0) {
            throw new EOFException("closed by the other side");
        }
    }
}
