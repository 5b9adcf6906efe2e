package io.skylark.protocol.body;

import org.jspecify.annotations.Nullable;

/// A subscription that belongs to the settings of a group. The broker keeps it and does not act upon it.
public record GroupSubscription(
        @Nullable String topic, @Nullable String expressionType, @Nullable String expression, long version) {}
