package io.skylark.log.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class FileSystemDiskTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatItWrote() {
        Disk disk = FileSystemDisk.of(folder.resolve("a/b"));
        try (DiskFile file = disk.create("x.unfinished")) {
            file.resize(100);
            ByteBuffer map = file.map(100);
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 50);
            file.force();
            assertThat(file.size()).isEqualTo(100);
            assertThat(map.get(51)).isEqualTo((byte) 2);
            ByteBuffer target = ByteBuffer.allocate(3);
            assertThat(file.readFully(target, 50)).isTrue();
            assertThat(target.array()).containsExactly(1, 2, 3);
            assertThat(file.readFully(ByteBuffer.allocate(2), 99)).isFalse();
            file.resize(51);
            assertThat(file.size()).isEqualTo(51);
        }
        disk.rename("x.unfinished", "x");
        disk.syncDirectory();
        assertThat(disk.list()).containsExactly("x");
        disk.delete("x");
        assertThat(disk.list()).isEmpty();
        assertThat(disk.usableBytes()).isPositive();
    }

    @Test
    void saysWhatFailedAndWhere() throws IOException {
        Disk disk = FileSystemDisk.of(folder);
        assertThatThrownBy(() -> disk.open("none"))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("cannot open " + folder.resolve("none"));
        disk.create("x").close();
        assertThatThrownBy(() -> disk.create("x")).hasMessageContaining("cannot make");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> FileSystemDisk.of(file.resolve("sub")))
                .isInstanceOf(DiskException.class)
                .hasMessageContaining("cannot make the folder");
    }

    @Test
    void tellsAFullDiskFromAFailedOne() {
        FullDiskText texts = FullDiskText.learn();
        assertThat(texts.kind(new IOException("No space left on device"))).isEqualTo(DiskException.Kind.NO_SPACE);
        assertThat(texts.kind(new IOException("Disk quota exceeded"))).isEqualTo(DiskException.Kind.NO_SPACE);
        assertThat(texts.kind(new IOException("Input/output error"))).isEqualTo(DiskException.Kind.FAILED);
        assertThat(texts.kind(new FileSystemException("x", null, "No space left on device")))
                .isEqualTo(DiskException.Kind.NO_SPACE);
        assertThat(texts.kind(new NoSuchFileException("/dev/full"))).isEqualTo(DiskException.Kind.FAILED);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void hearsThatADiskIsFull() throws IOException {
        Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));
        try (DiskFile full = FileSystemDisk.of(folder).open("full")) {
            assertThatThrownBy(() -> full.write(ByteBuffer.allocate(10), 0))
                    .isInstanceOfSatisfying(DiskException.class, e ->
                            assertThat(e.kind()).isEqualTo(DiskException.Kind.NO_SPACE))
                    .hasMessageStartingWith("cannot write 10 bytes at 0 to " + folder.resolve("full"));
        }
    }

    @Test
    void lendsAFolderToOneAtATime() {
        Disk disk = FileSystemDisk.of(folder);
        try (Disk.FolderLock lock = disk.lock("lock")) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> FileSystemDisk.of(folder).lock("lock"))
                    .isInstanceOf(DiskException.class)
                    .hasMessage("the folder " + folder + " is in use by another process (pid "
                            + ProcessHandle.current().pid() + "); stop it or choose another folder");
        }
        disk.lock("lock").close();
    }
}
