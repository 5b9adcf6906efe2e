package io.skylark.broker.pull;

import io.skylark.log.store.MessageSink;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The messages one pull found: where they are, until they are copied into the send buffer.
final class MessageBatch implements MessageSink {
    private record Piece(ByteBuffer source, int at, int size, long queueOffset, long position) {}

    private final List<Piece> pieces = new ArrayList<>();
    private int sizeBytes;

    @Override
    public void message(ByteBuffer source, int at, int size, long queueOffset, long position) {
        pieces.add(new Piece(source, at, size, queueOffset, position));
        sizeBytes += size;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /// Copies the messages back to back, each with its queue offset and position.
    void writeTo(ByteBuffer target) {
        int to = target.position();
        for (Piece piece : pieces) {
            target.put(to, piece.source, piece.at, piece.size);
            MessageLayout.place(target, to, piece.queueOffset, piece.position);
            to += piece.size;
        }
        target.position(to);
    }
}
