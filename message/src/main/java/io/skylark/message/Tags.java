package io.skylark.message;

import org.jspecify.annotations.Nullable;

/// Tags as the queue index knows them: only their hash. Messages whose hash matches by accident are sorted out by the
/// consumer, which compares the tag itself.
public final class Tags {
    private Tags() {}

    /// The hash of a message's tag; 0 when it has none.
    public static int hash(@Nullable String tag) {
        return tag == null || tag.isEmpty() ? 0 : tag.hashCode();
    }
}
