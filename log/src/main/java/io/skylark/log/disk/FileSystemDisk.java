package io.skylark.log.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/// A folder of the real file system.
public final class FileSystemDisk implements Disk {
    private static final int MAX_LOCK_TEXT_BYTES = 32;
    private static final FullDiskText FULL_DISK = FullDiskText.learn();

    private final Path folder;
    private final FileStore store;
    private final boolean readOnly;

    private FileSystemDisk(Path folder, boolean readOnly) {
        this.folder = folder;
        this.readOnly = readOnly;
        try {
            this.store = Files.getFileStore(folder);
        } catch (IOException e) {
            throw new DiskException("cannot ask for the file system of " + folder, e);
        }
    }

    /// The folder, made when it does not exist.
    public static FileSystemDisk of(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
        } catch (IOException e) {
            throw new DiskException("cannot make the folder " + absolute, e);
        }
        if (!Files.isWritable(absolute)) {
            throw new DiskException("the folder " + absolute + " cannot be written by this user;"
                    + " change its owner or choose another folder");
        }
        return new FileSystemDisk(absolute, false);
    }

    /// An existing folder in which nothing can be changed: whatever would is refused.
    public static FileSystemDisk readOnly(Path folder) {
        return new FileSystemDisk(folder.toAbsolutePath().normalize(), true);
    }

    private void checkWritable(String what) {
        if (readOnly) {
            throw new DiskException("cannot " + what + ": the folder " + folder + " was opened for reading only");
        }
    }

    @Override
    public String folder() {
        return folder.toString();
    }

    @Override
    public List<String> list() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new DiskException("cannot list " + folder, e);
        } catch (UncheckedIOException e) {
            throw new DiskException("cannot list " + folder, new IOException(e));
        }
    }

    @Override
    public DiskFile open(String name) {
        Path path = folder.resolve(name);
        try {
            FileChannel channel = readOnly ? FileChannel.open(path, READ) : FileChannel.open(path, READ, WRITE);
            return new ChannelFile(path, channel);
        } catch (IOException e) {
            throw new DiskException("cannot open " + path, e);
        }
    }

    @Override
    public DiskFile create(String name) {
        checkWritable("make " + name);
        Path path = folder.resolve(name);
        try {
            return new ChannelFile(path, FileChannel.open(path, CREATE_NEW, READ, WRITE));
        } catch (IOException e) {
            throw refused("cannot make " + path, e);
        }
    }

    @Override
    public void delete(String name) {
        checkWritable("delete " + name);
        Path path = folder.resolve(name);
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new DiskException("cannot delete " + path, e);
        }
    }

    @Override
    public void rename(String from, String to) {
        checkWritable("rename " + from);
        try {
            Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw refused("cannot rename " + folder.resolve(from) + " to " + to, e);
        }
    }

    @Override
    public void syncDirectory() {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new DiskException("cannot force the folder " + folder, e);
        }
    }

    @Override
    public long usableBytes() {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            throw new DiskException("cannot ask for the free space of " + folder, e);
        }
    }

    @Override
    public long totalBytes() {
        try {
            return store.getTotalSpace();
        } catch (IOException e) {
            throw new DiskException("cannot ask for the size of the file system of " + folder, e);
        }
    }

    @Override
    public FolderLock lock(String name) {
        checkWritable("lock " + name);
        Path path = folder.resolve(name);
        try {
            FileChannel channel = FileChannel.open(path, CREATE, READ, WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = holder(channel);
                channel.close();
                throw new DiskException("the folder " + folder + " is in use by another process" + holder
                        + "; stop it or choose another folder");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
            return () -> close(path, channel);
        } catch (IOException e) {
            throw new DiskException("cannot lock " + path, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_LOCK_TEXT_BYTES);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.matches("\\d+") ? " (pid " + pid + ")" : "";
    }

    private static void close(Path path, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DiskException("cannot close " + path, e);
        }
    }

    private static DiskException refused(String what, IOException cause) {
        return new DiskException(FULL_DISK.kind(cause), what, cause);
    }

    /// A file through its channel. The log's own threads use it, which nobody interrupts: an interrupted thread would
    /// close the channel under everybody.
    private record ChannelFile(Path path, FileChannel channel) implements DiskFile {
        @Override
        public String name() {
            return path.getFileName().toString();
        }

        @Override
        public void write(ByteBuffer source, long position) {
            int size = source.remaining();
            try {
                long at = position;
                while (source.hasRemaining()) {
                    at += channel.write(source, at);
                }
            } catch (IOException e) {
                throw refused("cannot write " + size + " bytes at " + position + " to " + path, e);
            }
        }

        @Override
        public int read(ByteBuffer target, long position) {
            try {
                return channel.read(target, position);
            } catch (IOException e) {
                throw new DiskException("cannot read at " + position + " from " + path, e);
            }
        }

        @Override
        public void force() {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw new DiskException("cannot force " + path, e);
            }
        }

        @Override
        public void resize(long size) {
            try {
                if (size <= channel.size()) {
                    channel.truncate(size);
                } else {
                    channel.write(ByteBuffer.allocate(1), size - 1);
                }
            } catch (IOException e) {
                throw refused("cannot resize " + path + " to " + size + " bytes", e);
            }
        }

        @Override
        public long size() {
            try {
                return channel.size();
            } catch (IOException e) {
                throw new DiskException("cannot ask for the size of " + path, e);
            }
        }

        @Override
        public ByteBuffer map(long size) {
            try {
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            } catch (IOException e) {
                throw new DiskException("cannot map " + size + " bytes of " + path, e);
            }
        }

        @Override
        public void close() {
            FileSystemDisk.close(path, channel);
        }
    }
}
