package io.skylark.conformance.recorded;

import java.util.Map;

/// Answers that are not RocketMQ's, on purpose. Each is a row of docs/compatibility.md as well.
final class KnownDifferences {
    /// Why, by the name of the step.
    static final Map<String, String> REASONS = Map.of();

    private KnownDifferences() {}
}
