package io.skylark.log.index;

import io.skylark.log.EntryType;
import io.skylark.log.EntryView;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.LostFrame;
import io.skylark.message.MessageLayout;
import java.nio.ByteBuffer;

/// Enters the messages of entries into their queues and the index of their segment. Owned by the thread that applies.
public final class MessageIndexer {
    private final Queues queues;
    private final PropertyScan properties = new PropertyScan();
    private final PropertyScan.KeySink keySink = this::addKey;
    private TailSegment segment;
    private int topicHash;
    private int place;
    private int keys;

    /// @param segment the one that the first entry is in
    public MessageIndexer(Queues queues, TailSegment segment) {
        this.queues = queues;
        this.segment = segment;
    }

    /// The segment that the last entry was in.
    public TailSegment segment() {
        return segment;
    }

    /// Entries of another segment follow.
    public void begin(TailSegment next) {
        segment = next;
    }

    /// Indexes an entry that lies in the segment, whatever it is; returns the queue offset of its first message, -1 when it
    /// has none.
    public long index(EntryView entry) {
        segment.add(entry.position() - FrameLayout.HEADER_BYTES, entry.index(), entry.term(), entry.time());
        int messagesAt = entry.messagesAt();
        if (messagesAt >= 0) {
            return indexMessages(entry, messagesAt, entry.maxMessages());
        }
        if (entry.typeCode() == EntryType.LOST.code()) {
            indexLost(entry);
        }
        return -1;
    }

    /// Messages that are gone keep their offsets, so that those behind them keep theirs.
    private void indexLost(EntryView entry) {
        LostFrame lost = LostFrame.read(entry.body());
        queues.appendLost(segment, lost.anywhere(), entry.position(), entry.time());
        for (LostFrame.LostMessages gone : lost.queues()) {
            queues.appendLost(
                    segment, gone.topic(), gone.queueId(), gone.messages(), entry.position(), entry.time());
        }
    }

    private long indexMessages(EntryView entry, int messagesAt, int maxMessages) {
        ByteBuffer source = entry.buffer();
        int end = entry.bodyAt() + entry.bodySize();
        long firstOffset = -1;
        int count = 0;
        for (int at = messagesAt; at < end; count++) {
            String fault = count == maxMessages ? "bytes behind it" : MessageLayout.fault(source, at, end - at);
            if (fault != null) {
                throw new IllegalStateException("entry " + entry.index() + " at position " + entry.position()
                        + " holds no message: " + fault);
            }
            long offset = index(source, at, entry.position() + at - entry.bodyAt(), entry.time());
            firstOffset = count == 0 ? offset : firstOffset;
            at += MessageLayout.totalSize(source, at);
        }
        return firstOffset;
    }

    private long index(ByteBuffer source, int at, long position, long time) {
        int topicAt = at + MessageLayout.topicAt(source, at);
        int topicLength = MessageLayout.topicLength(source, at);
        int size = MessageLayout.totalSize(source, at);
        properties.scan(
                source, at + MessageLayout.propertiesAt(source, at), MessageLayout.propertiesLength(source, at));
        place = (int) (position - segment.base());
        LogQueue queue = queues.findOrMake(source, topicAt, topicLength, MessageLayout.queueId(source, at));
        topicHash = queue.topicHash();
        keys = 0;
        properties.keys(keySink);
        return queues.append(segment, queue, position, size, properties.tagHash(), time);
    }

    private void addKey(byte[] source, int at, int length) {
        if (keys++ < Keys.MAX_PER_MESSAGE) {
            segment.addKey(Keys.keyHash(topicHash, source, at, length), place);
        }
    }
}
