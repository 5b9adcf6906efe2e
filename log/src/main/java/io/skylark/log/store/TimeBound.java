package io.skylark.log.store;

/// Which offset a search by store time means.
public enum TimeBound {
    /// The first message stored at or after the time.
    LOWER,
    /// The last message stored at or before the time.
    UPPER
}
