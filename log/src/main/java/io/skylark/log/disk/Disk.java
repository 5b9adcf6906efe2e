package io.skylark.log.disk;

import java.util.List;

/// One folder of files. Names are plain file names without separators, chosen by this module, never by a client.
///
/// Every method throws [DiskException] when the file system fails. Shared: may be called from any thread.
public interface Disk {
    /// The folder, for messages to the operator.
    String folder();

    /// Names of all files in the folder, sorted.
    List<String> list();

    /// Opens an existing file for reading and writing.
    DiskFile open(String name);

    /// Makes an empty file. It is durable only after [DiskFile#force()] and [#syncDirectory()].
    ///
    /// @throws DiskException also when there is such a file already
    DiskFile create(String name);

    void delete(String name);

    /// Gives a file another name in one step, replacing what has that name. Durable after [#syncDirectory()].
    void rename(String from, String to);

    /// Makes created, renamed and deleted names durable.
    void syncDirectory();

    /// Bytes that can still be written to the file system.
    long usableBytes();

    /// Size of the file system, used or not.
    long totalBytes();

    /// Takes the folder for this process until the result is closed.
    ///
    /// @throws DiskException when somebody else holds it
    FolderLock lock(String name);

    /// Holds a folder; closing gives it back.
    interface FolderLock extends AutoCloseable {
        @Override
        void close();
    }
}
