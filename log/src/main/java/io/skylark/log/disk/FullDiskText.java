package io.skylark.log.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import static java.nio.file.StandardOpenOption.WRITE;

/// How the operating system says that there is no room. Java hands on only its text, which on Linux is in the language of
/// the process; so the text for a full disk is learned from the device that is always full. Immutable.
final class FullDiskText {
    private static final Path ALWAYS_FULL = Path.of("/dev/full");

    private static final Set<String> ENGLISH = Set.of(
            "No space left on device", // ENOSPC
            "Disk quota exceeded", // EDQUOT on Linux
            "Disc quota exceeded", // EDQUOT on macOS
            "There is not enough space on the disk");

    private final Set<String> texts;

    private FullDiskText(Set<String> texts) {
        this.texts = texts;
    }

    static FullDiskText learn() {
        Set<String> texts = new HashSet<>(ENGLISH);
        try (FileChannel full = FileChannel.open(ALWAYS_FULL, WRITE)) {
            full.write(ByteBuffer.allocate(1));
        } catch (IOException said) {
            // where there is no such device, that is what is said, as an exception about a path
            if (!(said instanceof FileSystemException)) {
                texts.add(DiskException.reason(said));
            }
        }
        return new FullDiskText(texts);
    }

    DiskException.Kind kind(IOException failure) {
        return texts.contains(DiskException.reason(failure).strip())
                ? DiskException.Kind.NO_SPACE
                : DiskException.Kind.FAILED;
    }
}
