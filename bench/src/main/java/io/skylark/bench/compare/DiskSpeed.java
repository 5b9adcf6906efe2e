package io.skylark.bench.compare;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How fast the disk itself takes a sequential write that is forced again and again: no broker that acknowledges what
/// is durable can store more than this.
public final class DiskSpeed {
    private static final int MIB = 1 << 20;
    private static final int FILE_BLOCKS = 512;

    private DiskSpeed() {}

    /// What is written how.
    ///
    /// @param blocksAForce written one after the other before each force
    /// @param fileBlocks blocks in a file
    /// @param state of the file before
    public record Pattern(int blockBytes, int blocksAForce, int fileBlocks, FileState state) {
        /// Blocks of 1 MiB, each forced, into one file of zeros.
        static final Pattern STANDARD = new Pattern(MIB, 1, FILE_BLOCKS, FileState.ZEROS);

        /// The same into new files.
        static final Pattern NEW_FILES = new Pattern(MIB, 1, FILE_BLOCKS, FileState.NEW);

        public Pattern {
            if (blockBytes < 1 || blocksAForce < 1 || fileBlocks < blocksAForce) {
                throw new IllegalArgumentException("at least one block of one byte, and one force a file");
            }
        }
    }

    /// What a file system knows of a file decides what it has to journal.
    public enum FileState {
        /// Filled with zeros and forced before; written over and over.
        ZEROS,
        /// Of its full size, but without a single block on the disk; when it is full, the next one like it.
        NEW
    }

    /// Megabytes a second into files in `folder`.
    public static double megabytesPerSecond(Path folder, Duration length, Pattern pattern) throws IOException {
        Run run = new Run(folder, pattern);
        try {
            return run.write(length);
        } finally {
            run.delete();
        }
    }

    /// One measurement, and the files it leaves.
    private static final class Run {
        private final Path folder;
        private final Pattern pattern;
        private final ByteBuffer block;
        private final List<Path> files = new ArrayList<>();

        private Run(Path folder, Pattern pattern) {
            this.folder = folder;
            this.pattern = pattern;
            this.block = ByteBuffer.allocateDirect(pattern.blockBytes());
        }

        private double write(Duration length) throws IOException {
            long bytes = 0;
            long nanos = 0;
            FileChannel channel = next();
            try {
                int at = 0;
                while (nanos < length.toNanos()) {
                    if (at + pattern.blocksAForce() > pattern.fileBlocks()) {
                        at = 0;
                        if (pattern.state() == FileState.NEW) {
                            channel.close();
                            channel = next(); // not measured: a log makes its files ahead
                        }
                    }
                    long begin = System.nanoTime();
                    for (int i = 0; i < pattern.blocksAForce(); i++) {
                        write(channel, at++);
                    }
                    channel.force(false);
                    nanos += System.nanoTime() - begin;
                    bytes += (long) pattern.blocksAForce() * pattern.blockBytes();
                }
            } finally {
                channel.close();
            }
            return bytes / 1e6 / (nanos / 1e9);
        }

        private FileChannel next() throws IOException {
            Path file = folder.resolve("disk-speed-" + files.size() + ".bin");
            files.add(file);
            try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
                made.setLength((long) pattern.fileBlocks() * pattern.blockBytes());
                if (pattern.state() == FileState.ZEROS) {
                    fill((byte) 0);
                    for (int i = 0; i < pattern.fileBlocks(); i++) {
                        write(made.getChannel(), i);
                    }
                }
                made.getChannel().force(true);
            }
            fill((byte) 0x5A);
            return FileChannel.open(file, StandardOpenOption.WRITE);
        }

        private void fill(byte value) {
            block.clear();
            while (block.hasRemaining()) {
                block.put(value);
            }
        }

        private void write(FileChannel channel, int index) throws IOException {
            long at = (long) index * pattern.blockBytes();
            block.clear();
            while (block.hasRemaining()) {
                at += channel.write(block, at);
            }
        }

        private void delete() throws IOException {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
