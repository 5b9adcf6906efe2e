package io.skylark.log;

import java.nio.ByteBuffer;

/// One entry, read in place. The view is reused: it is valid only during the call that hands it out.
///
/// Owned by the thread that reads the log: the log-applier, or the starting thread during replay.
public final class EntryView {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private int typeCode;
    private long index;
    private long term;
    private long time;
    private long position;
    private ByteBuffer buffer = NOTHING;
    private int bodyAt;
    private int bodySize;

    /// Points the view at another entry, and returns it.
    public EntryView wrap(int typeCode, long index, long term, long time, long position) {
        this.typeCode = typeCode;
        this.index = index;
        this.term = term;
        this.time = time;
        this.position = position;
        return this;
    }

    /// Says where the bytes of the body are.
    public EntryView body(ByteBuffer buffer, int bodyAt, int bodySize) {
        this.buffer = buffer;
        this.bodyAt = bodyAt;
        this.bodySize = bodySize;
        return this;
    }

    /// See [EntryType#code()].
    public int typeCode() {
        return typeCode;
    }

    /// The ordinal of the entry in the log; the first one is 1.
    public long index() {
        return index;
    }

    public long term() {
        return term;
    }

    /// When the entry was appended, in ms of the wall clock, which may have gone back since the entry before.
    public long time() {
        return time;
    }

    /// Byte address of the first byte of the body in the log.
    public long position() {
        return position;
    }

    /// The buffer in which the body lies, from [#bodyAt()] on. Read it with absolute methods only: its own position and
    /// limit mean nothing and must stay as they are.
    public ByteBuffer buffer() {
        return buffer;
    }

    public int bodyAt() {
        return bodyAt;
    }

    public int bodySize() {
        return bodySize;
    }

    /// Where in the [#buffer()] the messages of queues begin that the entry holds; they go up to its end. -1 when it is of
    /// a type that holds none.
    public int messagesAt() {
        if (typeCode == EntryType.MOVED.code()) {
            return bodyAt + MovedMessage.MESSAGE_AT;
        }
        return typeCode == EntryType.MESSAGE.code() || typeCode == EntryType.MESSAGE_BATCH.code() ? bodyAt : -1;
    }

    /// How many messages of queues it may hold.
    public int maxMessages() {
        return typeCode == EntryType.MESSAGE_BATCH.code() ? Integer.MAX_VALUE : 1;
    }

    /// A buffer of its own over the body, valid as long as this view is.
    public ByteBuffer body() {
        return buffer.slice(bodyAt, bodySize).asReadOnlyBuffer();
    }
}
