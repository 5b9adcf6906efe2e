package io.skylark.log.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

/// A real file system of a few MiB, for as long as a test runs: a tmpfs, or with `-Dskylark.filesystem=ext4` an ext4 in a
/// file. Needs a system that lets this user mount one.
public final class SmallFileSystem implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;
    private static final int BLOCK_BYTES = 4096;
    private static final int FILLING_BYTES = 64 << 10;

    private final Path mount;
    private final Path filler;

    private SmallFileSystem(Path mount) {
        this.mount = mount;
        this.filler = mount.resolve("filler");
    }

    /// Skips the test, with the reason, where it cannot be mounted.
    public static SmallFileSystem mountOrSkip(Path folder, int megabytes) throws IOException {
        String answer;
        try {
            answer = System.getProperty("skylark.filesystem", "tmpfs").equals("ext4")
                    ? mountImage(folder, megabytes)
                    : run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        } catch (IOException none) {
            answer = none.toString();
        }
        Assumptions.assumeTrue(answer.isEmpty(), "no file system can be mounted here: " + answer);
        return new SmallFileSystem(folder);
    }

    private static String mountImage(Path folder, int megabytes) throws IOException {
        Path image = Files.createTempFile("small", ".img");
        try {
            Files.write(image, new byte[megabytes << 20]);
            String answer = run("mkfs.ext4", "-q", "-F", image.toString());
            return answer.isEmpty() ? run("mount", "-o", "loop", image.toString(), folder.toString()) : answer;
        } finally {
            // the mount keeps the bytes
            Files.delete(image);
        }
    }

    /// A folder in it.
    public Path folder() {
        return mount.resolve("log");
    }

    /// Somebody else takes all room, byte for byte, until the system refuses.
    public void fill() throws IOException {
        try (FileChannel channel = FileChannel.open(filler, CREATE, WRITE)) {
            write(channel, FILLING_BYTES);
            write(channel, BLOCK_BYTES);
        }
    }

    private static void write(FileChannel channel, int bytes) throws IOException {
        try {
            long at = channel.size();
            while (true) {
                at += channel.write(ByteBuffer.allocate(bytes), at);
            }
        } catch (IOException full) {
            if (FullDiskText.learn().kind(full) != DiskException.Kind.NO_SPACE) {
                throw full;
            }
        }
    }

    /// What somebody else took is free again.
    public void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    @Override
    public void close() throws IOException {
        // lazily: the log's mappings live until they are collected
        String answer = run("umount", "-l", mount.toString());
        if (!answer.isEmpty()) {
            throw new IOException(answer);
        }
    }

    /// Returns what a command said when it failed, and nothing when it did not.
    private static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return command[0] + " did not end within " + PATIENCE_SECONDS + " s";
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.exitValue() == 0 ? "" : command[0] + " ended with " + process.exitValue() + ": " + said;
    }
}
