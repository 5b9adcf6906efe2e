package io.skylark.message.filter;

import org.jspecify.annotations.Nullable;

/// Where an expression finds the properties of the message that it looks at.
@FunctionalInterface
public interface PropertyValues {
    /// The value of a property, null when there is none.
    ///
    /// @param name ASCII
    @Nullable String find(String name);
}
