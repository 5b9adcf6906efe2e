package io.skylark.bench.compare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// How fast the disk itself takes a sequential write that is forced block by block: no broker that acknowledges what is
/// durable can store more than this.
final class DiskSpeed {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int FILE_BLOCKS = 512;

    private DiskSpeed() {}

    /// Megabytes a second into a file in `folder` that was filled with zeros before, as a prepared segment is.
    static double megabytesPerSecond(Path folder, Duration length) throws IOException {
        return megabytesPerSecond(folder, length, FILE_BLOCKS);
    }

    static double megabytesPerSecond(Path folder, Duration length, int fileBlocks) throws IOException {
        Path file = folder.resolve("disk-speed.bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            for (int i = 0; i < fileBlocks; i++) {
                write(channel, block.clear(), i);
            }
            channel.force(true);
            while (block.hasRemaining()) {
                block.put((byte) 0x5A);
            }
            long begin = System.nanoTime();
            long now = begin;
            long count = 0;
            while (now - begin < length.toNanos()) {
                write(channel, block.clear(), count++ % fileBlocks);
                channel.force(false);
                now = System.nanoTime();
            }
            return count * (double) BLOCK_BYTES / 1e6 / ((now - begin) / 1e9);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void write(FileChannel channel, ByteBuffer block, long index) throws IOException {
        long at = index * BLOCK_BYTES;
        while (block.hasRemaining()) {
            at += channel.write(block, at);
        }
    }
}
