package io.skylark.log.inspect;

/// Hears from time to time how far a long work has come.
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, total) -> {};

    /// @param done bytes of the log that were looked at, about every 16 MiB
    void reached(long done, long total);
}
