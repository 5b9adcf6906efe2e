package io.skylark.log.snapshot;

/// A snapshot is damaged, cut, foreign, or of an unknown version. An older one, or the whole log, tells the same.
public final class DamagedSnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /// @param file with its folder
    public DamagedSnapshotException(String file, String reason) {
        super(file + " cannot be used: " + reason);
        this.reason = reason;
    }

    /// What is wrong with it.
    public String reason() {
        return reason;
    }
}
