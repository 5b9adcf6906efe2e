package io.skylark.log.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/// The file system failed or refused. The message is one sentence that says what was tried, where, and why it failed.
public final class DiskException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /// What the caller may make of it.
    public enum Kind {
        /// There is no room, or no more than a quota allows: the same call may succeed later, and a part of it may have
        /// been done. Never said of a force: what a failed one has lost does not come back with the room.
        NO_SPACE,
        /// Nobody knows what state the file is in.
        FAILED
    }

    public DiskException(String message) {
        this(Kind.FAILED, message);
    }

    public DiskException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// @param what what could not be done and where, for example `cannot force /data/x.log`
    public DiskException(String what, IOException cause) {
        this(Kind.FAILED, what, cause);
    }

    DiskException(Kind kind, String what, IOException cause) {
        super(what + ": " + reason(cause), cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// What the operating system said.
    static String reason(IOException cause) {
        @Nullable String detail = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return detail == null || detail.isBlank() ? cause.getClass().getSimpleName() : detail;
    }
}
