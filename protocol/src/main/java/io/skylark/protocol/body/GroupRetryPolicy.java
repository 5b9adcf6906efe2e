package io.skylark.protocol.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long a message that failed stays away from its group, for consumers that ask their proxy or client to decide:
/// `type` says which of the two others counts, and without it the built-in delays do.
public record GroupRetryPolicy(
        @Nullable String type,
        @Nullable Exponential exponentialRetryPolicy,
        @Nullable Customized customizedRetryPolicy) {

    public static final String EXPONENTIAL = "EXPONENTIAL";
    public static final String CUSTOMIZED = "CUSTOMIZED";

    /// Of a group that nobody configured.
    public static final GroupRetryPolicy STANDARD = new GroupRetryPolicy(CUSTOMIZED, null, null);

    /// The first delay and the longest one in ms, and what each is multiplied with for the next.
    public record Exponential(@Nullable Long initial, @Nullable Long max, @Nullable Long multiplier) {
        private static final long INITIAL_MILLIS = 5_000;
        private static final long MAX_MILLIS = 7_200_000;
        private static final long MULTIPLIER = 2;

        public Exponential {
            initial = initial == null ? Long.valueOf(INITIAL_MILLIS) : initial;
            max = max == null ? Long.valueOf(MAX_MILLIS) : max;
            multiplier = multiplier == null ? Long.valueOf(MULTIPLIER) : multiplier;
        }
    }

    /// The delays one after the other, in ms.
    public record Customized(List<Long> next) {}
}
