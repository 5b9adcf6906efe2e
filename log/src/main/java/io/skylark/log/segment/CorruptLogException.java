package io.skylark.log.segment;

/// Bytes that were durable are damaged or missing. The log does not start: a damaged log must never be taken for a
/// shorter one.
public final class CorruptLogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final long position;
    private final String reason;

    /// @param file the damaged file, with its folder
    /// @param position in the log, or in the file when that is not a segment
    public CorruptLogException(String file, long position, String reason) {
        super(file + " is damaged at position " + position + ": " + reason
                + "; `skylark store verify` says what else is, `skylark store repair` keeps what is good");
        this.file = file;
        this.position = position;
        this.reason = reason;
    }

    public String file() {
        return file;
    }

    public long position() {
        return position;
    }

    /// What is wrong there.
    public String reason() {
        return reason;
    }
}
