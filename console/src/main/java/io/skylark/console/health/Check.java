package io.skylark.console.health;

import java.util.Optional;
import java.util.function.Supplier;

/// One thing that must be right.
///
/// @param name for people and tools
/// @param fault what is wrong in a sentence; empty when nothing is
public record Check(String name, Supplier<Optional<String>> fault) {
    /// @param otherwise the sentence when it does not hold
    public static Check holds(String name, Supplier<Boolean> condition, String otherwise) {
        return new Check(name, () -> condition.get() ? Optional.empty() : Optional.of(otherwise));
    }
}
