package io.skylark.broker.pull;

import io.skylark.log.store.MessageSink;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The messages one pull found: where they are, until they are copied into the send buffer.
final class MessageBatch implements MessageSink {
    private static final int PAGE_BYTES = 4096;
    private static final int FIRST_MESSAGES = 4;

    private ByteBuffer[] sources = new ByteBuffer[FIRST_MESSAGES];

    /// For each message: place in its source, size.
    private int[] pieces = new int[2 * FIRST_MESSAGES];

    /// For each message: queue offset, position.
    private long[] places = new long[2 * FIRST_MESSAGES];

    private int count;
    private int sizeBytes;

    @Override
    public void message(ByteBuffer source, int at, int size, long queueOffset, long position) {
        if (count == sources.length) {
            sources = Arrays.copyOf(sources, 2 * count);
            pieces = Arrays.copyOf(pieces, 4 * count);
            places = Arrays.copyOf(places, 4 * count);
        }
        sources[count] = source;
        pieces[2 * count] = at;
        pieces[2 * count + 1] = size;
        places[2 * count] = queueOffset;
        places[2 * count + 1] = position;
        count++;
        sizeBytes += size;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /// Waits for the disk where that is needed, so that copying does not.
    ///
    /// @return a number that means nothing, so that nobody leaves the reading out
    int load() {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            int end = pieces[2 * i] + pieces[2 * i + 1];
            for (int at = pieces[2 * i]; at < end; at += PAGE_BYTES) {
                sum += sources[i].get(at);
            }
            sum += sources[i].get(end - 1);
        }
        return sum;
    }

    /// Copies the messages back to back, each with its queue offset and position.
    void writeTo(ByteBuffer target) {
        int to = target.position();
        for (int i = 0; i < count; i++) {
            int size = pieces[2 * i + 1];
            target.put(to, sources[i], pieces[2 * i], size);
            MessageLayout.place(target, to, places[2 * i], places[2 * i + 1]);
            to += size;
        }
        target.position(to);
    }
}
