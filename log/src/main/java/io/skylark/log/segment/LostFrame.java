package io.skylark.log.segment;

import io.skylark.log.EntryType;
import io.skylark.log.disk.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// The frame that a repair writes over damaged ones, as long as they were, so that every position behind it stays what
/// it is. Its index is that of the last entry it stands for. Its body says how many messages of which queues are gone,
/// so that every queue offset behind it stays what it is:
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 4 | messages of unknown queues: every queue that has messages before goes on so many offsets later |
/// | 4 | 4 | how many items follow |
/// | 8 | | items: messages 4, queue id 4, length of the topic 2, topic in UTF-8 |
/// | | rest | zeros |
///
/// A body of less than 8 bytes is zeros and says that no messages are gone: no message fits into so small a frame.
///
/// @param anywhere messages of which the queue is not known
/// @param queues messages of which it is
public record LostFrame(int anywhere, List<LostMessages> queues) {
    private static final int ANYWHERE = 0;
    private static final int ITEMS = 4;
    private static final int FIRST_ITEM = 8;
    private static final int FIXED_ITEM_BYTES = 4 + 4 + 2;

    /// How many messages of one queue are gone.
    public record LostMessages(String topic, int queueId, int messages) {
        private int bytes() {
            return FIXED_ITEM_BYTES + topic.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    public LostFrame {
        queues = List.copyOf(queues);
    }

    /// Whether a frame of this size has room for what this says.
    public boolean fits(long frameBytes) {
        return isEmpty() || FrameLayout.HEADER_BYTES + contentBytes() <= frameBytes;
    }

    /// The same with more messages of some queues.
    public LostFrame with(List<LostMessages> more) {
        List<LostMessages> all = new ArrayList<>(queues);
        all.addAll(more);
        return new LostFrame(anywhere, all);
    }

    private boolean isEmpty() {
        return anywhere == 0 && queues.isEmpty();
    }

    private int contentBytes() {
        return FIRST_ITEM + queues.stream().mapToInt(LostMessages::bytes).sum();
    }

    /// Reads a body.
    ///
    /// @throws IllegalArgumentException when it is none
    public static LostFrame read(ByteBuffer body) {
        List<LostMessages> queues = new ArrayList<>();
        if (body.limit() < FIRST_ITEM) {
            return new LostFrame(0, queues);
        }
        int items = body.getInt(ITEMS);
        int at = FIRST_ITEM;
        for (int i = 0; i < items; i++) {
            int topicBytes = at + FIXED_ITEM_BYTES > body.limit() ? -1 : body.getShort(at + 8) & 0xFFFF;
            if (topicBytes < 0 || at + FIXED_ITEM_BYTES + topicBytes > body.limit()) {
                throw new IllegalArgumentException("item " + i + " of " + items + " goes beyond the body");
            }
            String topic = StandardCharsets.UTF_8.decode(body.slice(at + FIXED_ITEM_BYTES, topicBytes)).toString();
            queues.add(new LostMessages(topic, body.getInt(at + 4), body.getInt(at)));
            at += FIXED_ITEM_BYTES + topicBytes;
        }
        return new LostFrame(body.getInt(ANYWHERE), queues);
    }

    /// Writes the frame over `frameBytes` bytes at `offset` of a segment file. The body first and the header last, so
    /// that a crash in between leaves no whole frame.
    ///
    /// @param position of the frame in the log
    /// @param index of the last entry that it stands for
    public void write(
            DiskFile file, int offset, int frameBytes, long position, long index, long term, long time) {
        ByteBuffer head = ByteBuffer.allocate(FrameLayout.HEADER_BYTES + (isEmpty() ? 0 : contentBytes()));
        head.putInt(FrameLayout.MAGIC, FrameLayout.MAGIC_V1).putInt(FrameLayout.SIZE, frameBytes);
        head.put(FrameLayout.TYPE, (byte) EntryType.LOST.code());
        head.putLong(FrameLayout.INDEX, index).putLong(FrameLayout.TERM, term).putLong(FrameLayout.TIME, time);
        if (!isEmpty()) {
            putContent(head.position(FrameLayout.HEADER_BYTES));
        }
        int zeros = frameBytes - head.capacity();
        head.putInt(FrameLayout.CHECKSUM, checksum(head, zeros) ^ FrameLayout.fold(position)).clear();
        for (int done = 0; done < zeros; ) {
            ByteBuffer block = Zeros.block(zeros - done);
            int size = block.remaining();
            file.write(block, offset + head.capacity() + done);
            done += size;
        }
        file.write(head, offset);
    }

    private void putContent(ByteBuffer target) {
        target.putInt(anywhere).putInt(queues.size());
        for (LostMessages lost : queues) {
            byte[] topic = lost.topic.getBytes(StandardCharsets.UTF_8);
            target.putInt(lost.messages).putInt(lost.queueId).putShort((short) topic.length).put(topic);
        }
    }

    private static int checksum(ByteBuffer head, int zeros) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(FrameLayout.SIZE, head.capacity() - FrameLayout.SIZE));
        for (int done = 0; done < zeros; ) {
            ByteBuffer block = Zeros.block(zeros - done);
            done += block.remaining();
            crc.update(block);
        }
        return (int) crc.getValue();
    }
}
