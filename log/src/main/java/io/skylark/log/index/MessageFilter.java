package io.skylark.log.index;

import java.nio.ByteBuffer;

/// Which messages of a queue are wanted, decided by what they say: each has to be read, so that far fewer are looked at
/// in one read than with a [TagFilter].
///
/// Called from any thread; implementations are immutable.
public interface MessageFilter extends TagFilter {
    /// The tag says nothing: every message may match.
    @Override
    default boolean matches(int tagHash) {
        return true;
    }

    /// Whether the stored message whose first byte is at `at` is wanted. It was checked before.
    boolean matches(ByteBuffer source, int at);
}
