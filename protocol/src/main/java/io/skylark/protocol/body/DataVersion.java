package io.skylark.protocol.body;

import org.jspecify.annotations.Nullable;

/// Version of a broker's topic table. `timestamp` in ms; `counter` counts changes.
public record DataVersion(@Nullable Long stateVersion, long timestamp, @Nullable Long counter) {
    public static final DataVersion ZERO = new DataVersion(0L, 0, 0L);
}
