package io.skylark.log.sealed;

/// An index file is missing, damaged, cut, or of an unknown version. Nothing is lost: it can be made again from its
/// segment.
public final class DamagedIndexException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /// @param file with its folder
    public DamagedIndexException(String file, String reason) {
        super(file + " cannot be used: " + reason);
        this.reason = reason;
    }

    /// What is wrong with it.
    public String reason() {
        return reason;
    }
}
