package io.skylark.log;

/// Why a proposal was not acknowledged.
///
/// @param detail a sentence for the operator and for the remark of an answer: what, where, and the limit
public record LogRefusal(Reason reason, String detail) {

    public enum Reason {
        /// Too many bytes wait already; try again later. The entry is not in the log.
        BUSY,
        /// The entry exceeds the largest allowed one. It is not in the log.
        TOO_LARGE,
        /// The file system has no room, or no more than is to be left free; accepted again when there is. The entry is not
        /// in the log.
        DISK_FULL,
        /// The log was closed before the entry was accepted. It is not in the log.
        CLOSED,
        /// A write or a force failed, or applying failed: the log accepts nothing until the process has been restarted.
        /// The entry may be found in the log after that.
        FAILED
    }

    /// True when the entry is certainly not in the log.
    public boolean isCertain() {
        return reason != Reason.FAILED;
    }

    @Override
    public String toString() {
        return reason + ": " + detail;
    }
}
