package io.skylark.log.inspect;

import io.skylark.log.disk.DiskFile;
import io.skylark.log.segment.DurableMark;
import io.skylark.log.segment.FrameLayout;
import io.skylark.log.segment.FrameWriter;
import io.skylark.log.segment.LostFrame;
import io.skylark.log.segment.Segments;
import io.skylark.log.segment.StoreMeta;
import io.skylark.log.segment.Zeros;
import java.nio.ByteBuffer;

/// One change of a repair. Steps are done in the order of the plan; each is durable when it returns, and doing one
/// again after a crash does no harm: until the last step the store is refused by a start, and can be repaired again.
public sealed interface RepairStep {
    /// What the step does, for the operator.
    String text();

    /// Entries that are given up.
    default long lostEntries() {
        return 0;
    }

    /// Bytes that are taken out of the log.
    default long droppedBytes() {
        return 0;
    }

    void apply(RepairFiles files);

    /// Records again what the store is.
    record WriteMeta(StoreMeta meta) implements RepairStep {
        @Override
        public String text() {
            return StoreMeta.FILE + ": made again with segments of " + meta.segmentBytes()
                    + " bytes and store id " + Long.toHexString(meta.storeId());
        }

        @Override
        public void apply(RepairFiles files) {
            meta.write(files.disk());
        }
    }

    /// Takes a file out that cannot belong to the log, or that can be made from it again.
    record MoveAside(String name, String why) implements RepairStep {
        @Override
        public String text() {
            return name + ": moved aside, " + why;
        }

        @Override
        public void apply(RepairFiles files) {
            files.moveAside(name);
        }
    }

    /// Gives a segment its size. What is missing becomes zeros, which other steps fill.
    record Resize(long base, long size, long segmentBytes) implements RepairStep {
        @Override
        public String text() {
            return Segments.name(base) + (size < segmentBytes
                    ? ": extended from " + size + " to " + segmentBytes + " bytes"
                    : ": cut from " + size + " to " + segmentBytes + " bytes");
        }

        @Override
        public void apply(RepairFiles files) {
            if (size > segmentBytes) {
                files.keepTailAside(base, size);
            }
            try (DiskFile file = files.open(base)) {
                file.resize(segmentBytes);
                file.force();
            }
        }
    }

    /// Makes a segment that is missing, full of zeros, which other steps fill.
    record MakeSegment(long base, long segmentBytes) implements RepairStep {
        @Override
        public String text() {
            return Segments.name(base) + ": made again, empty";
        }

        @Override
        public void apply(RepairFiles files) {
            String unfinished = Segments.name(base) + Segments.UNFINISHED;
            if (files.disk().list().contains(unfinished)) {
                files.disk().delete(unfinished);
            }
            try (DiskFile file = files.disk().create(unfinished)) {
                file.resize(segmentBytes);
                file.force();
            }
            files.disk().rename(unfinished, Segments.name(base));
            files.disk().syncDirectory();
        }
    }

    /// Puts the right bytes in the place of a frame of which one bit was wrong.
    record RestoreFrame(long position, byte[] frame, long index) implements RepairStep {
        @Override
        public String text() {
            return "position " + position + ": one bit of entry " + index
                    + " was wrong and is turned back; nothing is lost";
        }

        @Override
        public void apply(RepairFiles files) {
            files.keepAside(position, frame.length);
            try (DiskFile file = files.open(position)) {
                file.write(ByteBuffer.wrap(frame), files.offset(position));
                file.force();
            }
        }
    }

    /// Makes the padding at the end of a segment again: it holds nothing that is not known.
    record RestorePadding(long position, int bytes, long lastIndex, long lastTerm) implements RepairStep {
        @Override
        public String text() {
            return "position " + position + ": the padding of " + bytes + " bytes is made again; nothing is lost";
        }

        @Override
        public void apply(RepairFiles files) {
            ByteBuffer header = ByteBuffer.allocate(FrameLayout.HEADER_BYTES);
            new FrameWriter().pad(header, 0, bytes, lastIndex, lastTerm, position);
            int offset = files.offset(position);
            try (DiskFile file = files.open(position)) {
                files.overwriteWithZeros(file, offset + header.capacity(), bytes - header.capacity());
                file.write(header.clear(), offset);
                file.force();
            }
        }
    }

    /// Puts a [LostFrame] over what cannot be read any more.
    ///
    /// @param index of the last entry that is lost
    /// @param entries how many entries are lost in it, 0 when nobody knows
    /// @param guessed true when the frame says more than is known to be lost
    /// @param empty true when there are no bytes to keep
    record GiveUp(
            long position, int bytes, LostFrame frame, long index, long term, long time, long entries, boolean guessed,
            boolean empty)
            implements RepairStep {
        private static final int MAX_NAMED_QUEUES = 10;

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("position " + position + ": " + bytes + " bytes with "
                    + (entries == 0 ? "an unknown number of entries" : Hole.inWords(entries)) + " are given up");
            if (guessed) {
                text.append("; messages of unknown queues may be among them, so all queues go on up to ")
                        .append(Math.max(frame.anywhere(),
                                frame.queues().stream().mapToInt(LostFrame.LostMessages::messages).max().orElse(0)))
                        .append(" offsets later");
            } else {
                frame.queues().stream().limit(MAX_NAMED_QUEUES).forEach(lost -> text.append("; ")
                        .append(lost.messages()).append(lost.messages() == 1 ? " message" : " messages")
                        .append(" of queue ").append(lost.topic()).append('/').append(lost.queueId()));
                text.append(frame.queues().size() > MAX_NAMED_QUEUES
                        ? "; and of " + (frame.queues().size() - MAX_NAMED_QUEUES) + " more queues" : "");
            }
            return text.append(empty ? "" : "; the bytes are kept aside").toString();
        }

        @Override
        public long lostEntries() {
            return entries;
        }

        @Override
        public long droppedBytes() {
            return bytes;
        }

        @Override
        public void apply(RepairFiles files) {
            if (!empty) {
                files.keepAside(position, bytes);
            }
            try (DiskFile file = files.open(position)) {
                frame.write(file, files.offset(position), bytes, position, index, term, time);
                file.force();
            }
        }
    }

    /// Lets the log end at a position.
    ///
    /// @param dirtyEnd end of what lies behind it
    /// @param entries whole entries that are dropped, which were behind damage
    record CutEnd(long position, long dirtyEnd, long entries) implements RepairStep {
        @Override
        public String text() {
            return "position " + position + ": the log ends here; " + droppedBytes() + " bytes behind it"
                    + (entries > 0 ? ", " + entries + " entries among them," : "") + " are kept aside";
        }

        @Override
        public long lostEntries() {
            return entries;
        }

        @Override
        public long droppedBytes() {
            return dirtyEnd - position;
        }

        @Override
        public void apply(RepairFiles files) {
            for (long base : files.segmentsBehind(position).reversed()) {
                try (DiskFile file = files.disk().open(Segments.name(base))) {
                    ByteBuffer bytes = file.map(Math.min(file.size(), files.segmentBytes()));
                    if (Zeros.dirtyEnd(bytes, 0, bytes.limit()) == 0) {
                        files.disk().delete(Segments.name(base));
                        continue;
                    }
                }
                files.moveAside(Segments.name(base));
            }
            files.disk().syncDirectory();
            long segmentEnd = position - files.offset(position) + files.segmentBytes();
            boolean inFile = files.disk().list().contains(Segments.name(position - files.offset(position)));
            long bytes = inFile ? Math.min(dirtyEnd, segmentEnd) - position : 0;
            if (bytes > 0) {
                files.keepAside(position, bytes);
                try (DiskFile file = files.open(position)) {
                    files.overwriteWithZeros(file, files.offset(position), bytes);
                    file.force();
                }
            }
        }
    }

    /// Records where the log ends.
    record WriteMark(DurableMark.Content content) implements RepairStep {
        @Override
        public String text() {
            return DurableMark.FILE + ": made again, the log is durable up to " + content.position();
        }

        @Override
        public void apply(RepairFiles files) {
            DurableMark.replace(files.disk(), content);
        }
    }
}
