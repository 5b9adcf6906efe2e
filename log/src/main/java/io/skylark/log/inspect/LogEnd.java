package io.skylark.log.inspect;

/// Where the log ends, and what that means.
///
/// @param position behind the last whole frame
/// @param lastIndex index of the last entry, 0 when there is none
/// @param dirtyEnd end of the bytes behind it that are not zero; `position` when there are none
/// @param rolled the last entry ended its segment, so that padding belongs here
/// @param fault what lies at the end
public record LogEnd(
        Kind kind, long position, long lastIndex, long lastTerm, long lastTime, long dirtyEnd,
        boolean rolled, String fault) {

    /// What the end is.
    public enum Kind {
        /// Nothing lies behind it.
        CLEAN,
        /// A crash tore what was being written; none of it was acknowledged. A start cuts it off.
        TORN,
        /// The log is in use, and grows.
        GROWING,
        /// Something that was durable is gone, and nothing behind it is whole.
        DAMAGED
    }

    public long dirtyBytes() {
        return dirtyEnd - position;
    }
}
