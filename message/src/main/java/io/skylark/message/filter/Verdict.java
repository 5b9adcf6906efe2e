package io.skylark.message.filter;

/// What an expression says of a message. Only [#TRUE] lets it pass.
public enum Verdict {
    TRUE,
    FALSE,
    /// A property that the expression asks for is missing.
    UNKNOWN,
    /// A property has a value of the wrong kind, such as a word where a number is asked for.
    FAULT
}
