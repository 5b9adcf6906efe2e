package io.skylark.log.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/// The file system failed or refused. The message is one sentence that says what was tried, where, and why it failed.
public final class DiskException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DiskException(String message) {
        super(message);
    }

    /// @param what what could not be done and where, for example `cannot force /data/x.log`
    public DiskException(String what, IOException cause) {
        super(what + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        @Nullable String detail = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return detail == null || detail.isBlank() ? cause.getClass().getSimpleName() : detail;
    }
}
